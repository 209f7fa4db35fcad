/** The tickets of the list that was shown last, in its order: what the arrows of a ticket page go along. */
let ids = [];

/** Called with each page of a list; `first` begins a new one. */
export function remember(tickets, first) {
  const more = tickets.map(({ id }) => id);
  ids = first ? more : [...ids, ...more];
}

/** Null behind the last ticket, and for one that the list did not have. */
export function nextTo(id) {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + 1] ?? null);
}
