/** Block Kit's limits, all of them, as documented at https://docs.slack.dev/reference/block-kit (2026-11). */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 4000,
  sectionText: 3000,
  headerText: 150,
  sectionFields: 10,
  fieldText: 2000,
  actionsElements: 25,
  contextElements: 10,
  contextText: 2000,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 150,
  options: 100,
  id: 255,
  privateMetadata: 3000,
  modalTitle: 24,
  modalButton: 24,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  plainTextInput: 3000,
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  chartsPerMessage: 2,
  chartSeries: 6,
  chartCategories: 20,
  chartLabel: 20,
  chartTitle: 50,
  /** Ours: what is read of a command or a mention; longer text is refused kindly. */
  commandText: 3000,
} as const;

/** Shortens to at most `max` characters, marking the cut; never splits a surrogate pair. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
