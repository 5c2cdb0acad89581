// The drawing of a ridgeline: curves, their labels, and shares of what has no place on the axis. It does not change while somebody points at it.
import React from 'react';
import { fitText } from '../../parts/fitText';
import { PairColors } from '../../parts/palette';
import { t } from '../../parts/text';
import { RidgeMarks } from '../marks/RidgeMarks';
import { ShareColumn } from '../marks/ShareColumn';
import { ValueScale } from '../scale/valueScale';
import { centreOf, centreOn } from '../shape/centre';
import { Ridge } from '../shape/ridges';
import { leastLabel, RidgeRows } from '../shape/ridgeRows';

export interface RidgePictureProps {
  ridges: Ridge[];
  names: string[];
  /** Position of the first window: 1 after a reference. */
  first: number;
  rows: RidgeRows;
  x: ValueScale;
  labelRight: number;
  top: number;
  colors: PairColors;
}

export const columnWidth = 44;
export const columnGap = 10;

export const RidgePicture = React.memo(function RidgePicture(props: RidgePictureProps) {
  const { ridges, names, first, rows, x, labelRight, top, colors } = props;
  return (
    <g>
      <RidgeMarks
        ridges={ridges.map(({ curve, drift, sample }, i) => ({
          label: fitText(names[i], labelRight - 16, 11),
          curve,
          outcome: drift?.outcome ?? null,
          isReference: i < first,
          base: rows.base[i],
          showsLabel: isLabelled(i, ridges.length, first, rows),
          centre: centreOf(sample, centreOn(x.transform.kind)),
        }))}
        rise={rows.rise}
        step={rows.step}
        x={x}
        labelRight={labelRight}
        colors={colors}
      />
      {sideColumns(ridges).map((column, c) => (
        <ShareColumn
          key={column.key}
          title={column.title}
          shares={column.shares}
          base={rows.base}
          height={Math.min(12, Math.max(2, rows.step - 2))}
          left={x.range[1] + columnGap + c * (columnWidth + columnGap)}
          width={columnWidth}
          top={top}
          marked={(i) => i < first}
          colors={colors}
        />
      ))}
    </g>
  );
});

/** Whether a row's name has room: the reference's and the newest window's in any case. */
export function isLabelled(row: number, count: number, first: number, { labelEvery, base }: RidgeRows): boolean {
  const nearReference = first > 0 && base[row] - base[0] < leastLabel;
  return row < first || ((count - 1 - row) % labelEvery === 0 && !nearReference);
}

interface ShareColumnOf {
  key: string;
  title: string;
  shares: number[];
}

// A share that would not be seen.
const invisible = 0.0005;

/** What has no place on the axis; values beyond it only where there are any. */
export function sideColumns(ridges: Ridge[]): ShareColumnOf[] {
  const beyond = ridges.map((ridge) => ridge.beyond);
  return [
    ...(beyond.some((share) => share >= invisible)
      ? [{ key: 'beyond', title: t('side.beyond', 'beyond'), shares: beyond }]
      : []),
    { key: 'missing', title: t('side.missing', 'missing'), shares: ridges.map((ridge) => ridge.missing) },
  ];
}
