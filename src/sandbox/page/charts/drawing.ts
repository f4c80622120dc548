/** What the pointer is over: told to the figure, which shows it. Positions are parts of the drawing, 0 to 1. */
export interface Hover {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly { readonly colour: number; readonly text: string }[];
}

export interface Drawing<Shape> {
  readonly chart: Shape;
  /** In pixels, so that letters keep their size wherever the chart stands. */
  readonly width: number;
  onHover(hover: Hover | null): void;
}
