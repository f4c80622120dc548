import { type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Chart as ChartShape, DataVisualizationBlock } from '../forms/elements.ts';
import type { Hover } from './drawing.ts';
import { Pie } from './Pie.tsx';
import { Series } from './Series.tsx';
import { longNumber } from './scale.ts';

/** What a person who does not see the drawing is told. */
function summaryOf(chart: ChartShape): string {
  if (chart.type === 'pie')
    return `Pie chart. ${chart.segments.map((part) => `${part.label}: ${longNumber(part.value)}`).join('; ')}.`;
  const series = chart.series.map(
    ({ name, data }) =>
      `${name}: ${data.map((point) => `${point.label} ${longNumber(point.value)}`).join(', ')}`,
  );
  return `${chart.type} chart. ${series.join('; ')}.`;
}

/** The width of an element, followed as it changes. */
function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(550);
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(200, Math.round(element.clientWidth)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [of]);
  return width;
}

export function Chart({ block }: { readonly block: DataVisualizationBlock }) {
  const [hover, setHover] = useState<Hover | null>(null);
  const id = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const width = useWidth(drawing);
  const { chart } = block;
  const names =
    chart.type === 'pie' ? chart.segments.map((part) => part.label) : chart.series.map((each) => each.name);
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{block.title}</figcaption>
      <div
        ref={drawing}
        className="chart-drawing"
        role="img"
        aria-label={summaryOf(chart)}
        onPointerLeave={() => setHover(null)}
      >
        {chart.type === 'pie' ? (
          <Pie chart={chart} width={width} onHover={setHover} />
        ) : (
          <Series chart={chart} width={width} onHover={setHover} />
        )}
        {hover && (
          <div
            className={hover.x > 0.6 ? 'chart-tip leftward' : 'chart-tip'}
            style={{ left: `${hover.x * 100}%`, top: `${hover.y * 100}%` }}
          >
            <strong>{hover.title}</strong>
            {hover.lines.map((line) => (
              <span key={line.text}>
                <i className={`key fill-${line.colour}`} /> {line.text}
              </span>
            ))}
          </div>
        )}
      </div>
      {(names.length > 1 || chart.type === 'pie') && (
        <ul className="legend">
          {names.map((name, index) => (
            <li key={String(index)}>
              <i className={`key fill-${index % 6}`} aria-hidden="true" /> {name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
