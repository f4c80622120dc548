export * from './blocks.ts';
export * from './canvas.ts';
export * from './inputs.ts';
export * from './message.ts';
export * from './paged-table.ts';
export * from './text.ts';
