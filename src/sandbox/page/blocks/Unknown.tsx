/** Stands where something cannot be drawn: nothing the app sends disappears without a trace. */
export function Unknown(props: {
  readonly what: 'block' | 'element';
  readonly type: string;
  readonly detail?: string;
}) {
  return (
    <div className="unknown" role="note">
      The sandbox cannot draw this {props.what}: <code>{props.type}</code>
      {props.detail && <small>{props.detail}</small>}
    </div>
  );
}
