const listTypes = new Set([
  'checkboxes',
  'multi_static_select',
  'multi_users_select',
  'multi_conversations_select',
  'file_input',
]);

/** An element's state as Slack shapes it per type (https://docs.slack.dev/reference/block-kit/block-elements). */
export function inputOf(element: Readonly<Record<string, unknown>>): string | readonly string[] | null {
  const values = valuesOf(element);
  return typeof element.type === 'string' && listTypes.has(element.type) ? values : (values[0] ?? null);
}

/** What was chosen or typed in an element, whatever its type. */
export function valuesOf(element: Readonly<Record<string, unknown>>): string[] {
  const single = [
    'value',
    'selected_date',
    'selected_time',
    'selected_user',
    'selected_conversation',
    'selected_channel',
  ];
  for (const key of single) {
    const value = element[key];
    if (typeof value === 'string' && value !== '') return [value];
  }
  if (typeof element.selected_date_time === 'number') return [String(element.selected_date_time)];
  const option = element.selected_option;
  if (typeof option === 'object' && option !== null && 'value' in option) return textsOf([option.value]);
  for (const key of ['selected_options', 'selected_users', 'selected_conversations', 'files']) {
    const list = element[key];
    if (!Array.isArray(list)) continue;
    return textsOf(
      list.map((each) => (typeof each === 'string' ? each : (each?.value ?? each?.permalink ?? each?.id))),
    );
  }
  return [];
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}
