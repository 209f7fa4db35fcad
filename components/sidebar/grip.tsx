import { useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { clampWidth, widths } from '../state/view-store';

interface GripProps {
  width: number;
  onWidth: (width: number) => void;
}

const keyStep = 16;

/** The inner edge, to be pulled. Screen coordinates: the frame itself moves while it is pulled. */
export function Grip({ width, onWidth }: GripProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const towards = document.documentElement.dir === 'rtl' ? 1 : -1;

  return (
    <div
      class="grip"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={i18n.t('sidebar.width')}
      aria-valuemin={widths.least}
      aria-valuemax={widths.most}
      aria-valuenow={width}
      onPointerDown={(event) => {
        start.current = { x: event.screenX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        onWidth(clampWidth(start.current.width + towards * (event.screenX - start.current.x)));
      }}
      onLostPointerCapture={() => (start.current = null)}
      onDblClick={() => onWidth(widths.usual)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onWidth(clampWidth(width + towards * step));
      }}
    />
  );
}
