import type { PieChart } from '../forms/elements.ts';
import type { Drawing } from './drawing.ts';
import { longNumber } from './scale.ts';

const height = 220;
const radius = 98;
const hole = 50;

/** Around the middle of the drawing. */
const at = (turn: number, distance: number) => {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return { x: Math.cos(angle) * distance, y: Math.sin(angle) * distance };
};
const spot = (turn: number, distance: number) => {
  const { x, y } = at(turn, distance);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
};

function slicePath(from: number, to: number): string {
  // An arc from a point to itself is no arc: a whole circle stops just short.
  const end = to - from >= 1 ? from + 0.9999 : to;
  const isLarge = end - from > 0.5 ? 1 : 0;
  return [
    `M${spot(from, radius)}`,
    `A${radius} ${radius} 0 ${isLarge} 1 ${spot(end, radius)}`,
    `L${spot(end, hole)}`,
    `A${hole} ${hole} 0 ${isLarge} 0 ${spot(from, hole)}Z`,
  ].join('');
}

export function Pie({ chart, width, onHover }: Drawing<PieChart>) {
  const total = chart.segments.reduce((sum, part) => sum + Math.max(0, part.value), 0);
  let turned = 0;
  const slices = chart.segments.map((part, index) => {
    const from = turned;
    turned += total > 0 ? Math.max(0, part.value) / total : 0;
    return { ...part, from, to: turned, colour: index % 6 };
  });
  return (
    <svg viewBox={`${-width / 2} ${-height / 2} ${width} ${height}`} aria-hidden="true">
      {total === 0 && <circle r={(radius + hole) / 2} className="pie-empty" />}
      {slices
        .filter((slice) => slice.to > slice.from)
        .map((slice) => {
          const share = slice.to - slice.from;
          const middle = (slice.from + slice.to) / 2;
          const label = at(middle, (radius + hole) / 2);
          return (
            <g key={slice.from}>
              <path
                d={slicePath(slice.from, slice.to)}
                className={`slice fill-${slice.colour}`}
                onPointerEnter={() =>
                  onHover({
                    x: label.x / width + 0.5,
                    y: label.y / height + 0.5,
                    title: slice.label,
                    lines: [
                      {
                        colour: slice.colour,
                        text: `${longNumber(slice.value)} (${Math.round(share * 100)} %)`,
                      },
                    ],
                  })
                }
              />
              {share > 0.07 && (
                <text x={label.x} y={label.y + 4} className="slice-label">
                  {Math.round(share * 100)} %
                </text>
              )}
            </g>
          );
        })}
      <text y={2} className="pie-total">
        {longNumber(total)}
      </text>
      <text y={20} className="tick">
        in all
      </text>
    </svg>
  );
}
