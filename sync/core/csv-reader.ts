/**
 * Reads comma-separated text that comes in pieces cut anywhere (RFC 4180): cells in quotes may hold
 * commas, line ends and doubled quotes. Keeps no more than the line it is in.
 */
export interface CsvReader {
  /** The lines that this piece completes. */
  push(piece: string): readonly (readonly string[])[];
  /** The last line, where no line end follows it; null inside an open quote: the text was cut. */
  end(): readonly (readonly string[])[] | null;
}

export function createCsvReader(): CsvReader {
  let cells: string[] = [];
  let cell = '';
  /** `quote`: after a quote inside a quoted cell, which ends it or is the first of two. */
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  let isFirst = true;

  function endCell(): void {
    // The first half of a line end; in a quoted cell it would be a character like others.
    cells.push(state === 'plain' && cell.endsWith('\r') ? cell.slice(0, -1) : cell);
    cell = '';
    state = 'start';
  }

  return {
    push(piece) {
      const lines: string[][] = [];
      let at = 0;
      // The mark that some writers put before UTF-8.
      if (isFirst && piece !== '') {
        isFirst = false;
        if (piece.charCodeAt(0) === 0xfeff) at = 1;
      }
      while (at < piece.length) {
        if (state === 'quoted') {
          const quote = piece.indexOf('"', at);
          cell += piece.slice(at, quote < 0 ? undefined : quote);
          if (quote < 0) break;
          state = 'quote';
          at = quote + 1;
          continue;
        }
        const sign = piece.charAt(at);
        if (sign === '"' && state !== 'plain') {
          if (state === 'quote') cell += '"';
          state = 'quoted';
          at += 1;
        } else if (sign === ',') {
          endCell();
          at += 1;
        } else if (sign === '\n') {
          endCell();
          at += 1;
          // An empty line is no record.
          if (cells.length > 1 || cells[0] !== '') lines.push(cells);
          cells = [];
        } else if (state === 'quote') {
          // Nothing but the first half of a line end follows a quoted cell.
          at += 1;
        } else {
          let end = at + 1;
          while (end < piece.length && piece[end] !== ',' && piece[end] !== '\n') end += 1;
          cell += piece.slice(at, end);
          state = 'plain';
          at = end;
        }
      }
      return lines;
    },
    end() {
      if (state === 'quoted') return null;
      if (state === 'start' && cells.length === 0) return [];
      endCell();
      const last = cells;
      cells = [];
      return [last];
    },
  };
}
