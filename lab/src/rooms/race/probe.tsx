import { useState } from "preact/hooks";
import { Arrow, Label } from "../../charts/marks.tsx";
import type { Frame } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import type { GradientAt } from "./gradient-at.ts";

interface Props {
  readonly at: readonly [number, number];
  readonly frame: Frame;
  readonly gradientAt: GradientAt;
}

/** How long the arrow is, in pixels: it tells a direction; how steep the ground is, its label tells. */
const LENGTH = 64;

/** The direction of steepest rise where the pointer is, or, while there is none, at the handle. */
export function Probe({ at, frame, gradientAt }: Props) {
  const [pointer, setPointer] = useState<readonly [number, number]>();
  const place = pointer ?? at;
  const [da, db] = gradientAt(...place);
  const steepness = Math.hypot(da, db);
  const scale = (frame.x.invert(LENGTH) - frame.x.invert(0)) / steepness;
  const tip = [place[0] + scale * da, place[1] + scale * db] as const;
  return (
    <>
      <rect
        class="pointer-ground"
        width={frame.width}
        height={frame.height}
        onPointerMove={({ currentTarget, clientX, clientY }) => {
          const { left, top } = currentTarget.getBoundingClientRect();
          setPointer([frame.x.invert(clientX - left), frame.y.invert(clientY - top)]);
        }}
        onPointerLeave={() => setPointer(undefined)}
      />
      {steepness > 0 && (
        <>
          <Arrow from={place} to={tip} frame={frame} color="var(--ink)" />
          <Label at={tip} frame={frame}>{`steepest rise, ${format(steepness, 3)}`}</Label>
        </>
      )}
    </>
  );
}
