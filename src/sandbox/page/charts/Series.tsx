import type { SeriesChart } from '../forms/elements.ts';
import type { Drawing } from './drawing.ts';
import { longNumber, shortNumber, ticksFor } from './scale.ts';

const height = 250;
const edge = { top: 12, right: 14, bottom: 46, left: 52 };

/** Line, bar and area charts: categories along the foot, values up the side. */
export function Series({ chart, width, onHover }: Drawing<SeriesChart>) {
  const { categories, x_label: xLabel, y_label: yLabel } = chart.axis_config;
  const values = chart.series.map(({ data }) =>
    categories.map((category) => data.find((point) => point.label === category)?.value ?? null),
  );
  const ticks = ticksFor(values.flat().filter((value) => value !== null));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const slot = (width - edge.left - edge.right) / Math.max(1, categories.length);
  const room = Math.floor((slot - 8) / 6.4);
  const isWrapped = room >= shortestLine && categories.some((name) => name.length > room);
  const lines = categories.map((name) => (isWrapped ? inLines(name, room) : [name]));
  const bottom =
    edge.bottom - (xLabel ? 0 : 18) + 14 * (Math.max(1, ...lines.map((each) => each.length)) - 1);
  const x = (index: number) => edge.left + slot * (index + 0.5);
  const y = (value: number) => edge.top + (1 - (value - low) / (high - low)) * (height - edge.top - bottom);
  // Labels that would run into each other are thinned out.
  const every = isWrapped
    ? 1
    : Math.ceil((Math.max(0, ...categories.map((name) => name.length)) * 6.4 + 8) / slot);

  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={edge.left}
            x2={width - edge.right}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'axis' : 'grid-line'}
          />
          <text x={edge.left - 8} y={y(tick) + 4} className="tick end">
            {shortNumber(tick)}
          </text>
        </g>
      ))}
      {categories.map((_, index) =>
        index % every === 0 ? (
          <text key={String(index)} x={x(index)} y={height - bottom + 18} className="tick">
            {lines[index]?.map((line, at) => (
              <tspan key={String(at)} x={x(index)} dy={at === 0 ? 0 : 14}>
                {line}
              </tspan>
            ))}
          </text>
        ) : null,
      )}
      {xLabel && (
        <text x={(width + edge.left) / 2} y={height - 6} className="axis-label">
          {xLabel}
        </text>
      )}
      {yLabel && (
        <text
          transform={`translate(12 ${(height - bottom + edge.top) / 2}) rotate(-90)`}
          className="axis-label"
        >
          {yLabel}
        </text>
      )}
      {chart.type === 'bar' ? (
        <Bars values={values} slot={slot} x={x} y={y} />
      ) : (
        values.map((row, index) => (
          <Line key={String(index)} row={row} colour={index % 6} isArea={chart.type === 'area'} x={x} y={y} />
        ))
      )}
      {categories.map((category, index) => (
        <rect
          key={String(index)}
          x={x(index) - slot / 2}
          y={edge.top}
          width={slot}
          height={height - edge.top - bottom}
          className="hover-zone"
          onPointerEnter={() =>
            onHover({
              x: x(index) / width,
              y: Math.min(...values.map((row) => y(row[index] ?? low))) / height,
              title: category,
              lines: chart.series.map(({ name }, series) => {
                const value = values[series]?.[index];
                return {
                  colour: series % 6,
                  text: `${name}: ${value === null || value === undefined ? '–' : longNumber(value)}`,
                };
              }),
            })
          }
        />
      ))}
    </svg>
  );
}

/** With less room than this many letters under a bar, names are left out rather than broken. */
const shortestLine = 4;

/** A name on lines of at most `room` letters, three of them; what does not fit on its line is cut. */
function inLines(name: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(word.length > room ? `${word.slice(0, room - 1)}…` : word);
  }
  return lines.slice(0, 3);
}

type Scale = (value: number) => number;
type Row = readonly (number | null)[];

function Bars(props: {
  readonly values: readonly Row[];
  readonly slot: number;
  readonly x: Scale;
  readonly y: Scale;
}) {
  const { values, slot, x, y } = props;
  const bar = Math.min(44, (slot * 0.72) / Math.max(1, values.length));
  return values.map((row, series) =>
    row.map((value, index) => {
      if (value === null) return null;
      const left = x(index) + (series - values.length / 2) * bar;
      const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
      return (
        <rect
          key={String(index)}
          x={left + 1}
          y={top}
          width={Math.max(1, bar - 2)}
          height={Math.max(1, bottom - top)}
          rx={Math.min(3, bar / 4)}
          className={`fill-${series % 6}`}
        />
      );
    }),
  );
}

function Line(props: {
  readonly row: Row;
  readonly colour: number;
  readonly isArea: boolean;
  readonly x: Scale;
  readonly y: Scale;
}) {
  const { row, colour, isArea, x, y } = props;
  const points = row.flatMap((value, index) => (value === null ? [] : [{ x: x(index), y: y(value) }]));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const path = `M${points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('L')}`;
  return (
    <>
      {isArea && (
        <path d={`${path}L${last.x} ${y(0)}L${first.x} ${y(0)}Z`} className={`area fill-${colour}`} />
      )}
      <path d={path} className={`line stroke-${colour}`} />
      {points.map((point) => (
        <circle key={point.x} cx={point.x} cy={point.y} r="3.5" className={`dot stroke-${colour}`} />
      ))}
    </>
  );
}
