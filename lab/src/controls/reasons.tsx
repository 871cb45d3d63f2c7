interface Props {
  readonly name: string;
  readonly unavailable: Readonly<Record<string, string>>;
}

/** Why options of a control can't be chosen now, each reason once. */
export function Reasons({ name, unavailable }: Props) {
  const reasons = [...new Set(Object.values(unavailable))];
  return reasons.length === 0 ? null : (
    <p class="reasons" id={`reasons-${name}`}>
      {reasons.join(" ")}
    </p>
  );
}
