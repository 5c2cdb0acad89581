// Annotations on a time axis: a line where one begins, a shade over the time that it lasts. Their texts are listed for readers that cannot see.
import { type DataFrame, dateTimeFormat, FieldType, type TimeZone } from '@grafana/data';
import { type UPlotConfigBuilder, useTheme2 } from '@grafana/ui';
import type uPlot from 'uplot';
import React, { useLayoutEffect, useMemo, useRef } from 'react';

interface Mark {
  from: number;
  to?: number;
  text: string;
  color?: string;
}

export function AnnotationMarks({
  config,
  frames,
  timeZone,
}: {
  config: UPlotConfigBuilder;
  frames: DataFrame[];
  timeZone: TimeZone;
}) {
  const theme = useTheme2();
  const marks = useMemo(() => frames.flatMap(marksOf), [frames]);
  const latest = useRef(marks);
  const plot = useRef<uPlot>(undefined);
  useLayoutEffect(() => {
    latest.current = marks;
    plot.current?.redraw(false); // they often come after what they mark
  }, [marks]);
  useLayoutEffect(() => {
    config.addHook('init', (made) => {
      plot.current = made;
    });
    config.addHook('draw', (plot) => {
      const { ctx, bbox } = plot;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      for (const { from, to, color } of latest.current) {
        const left = plot.valToPos(from, 'x', true);
        const drawn = theme.visualization.getColorByName(color ?? 'rgba(0, 211, 255, 1)');
        if (to !== undefined && to > from) {
          ctx.globalAlpha = 0.12;
          ctx.fillStyle = drawn;
          ctx.fillRect(left, bbox.top, plot.valToPos(to, 'x', true) - left, bbox.height);
          ctx.globalAlpha = 1;
        }
        ctx.strokeStyle = drawn;
        ctx.lineWidth = window.devicePixelRatio;
        ctx.setLineDash([4, 4]);
        ctx.beginPath();
        ctx.moveTo(left, bbox.top);
        ctx.lineTo(left, bbox.top + bbox.height);
        ctx.stroke();
      }
      ctx.restore();
    });
  }, [config, theme]);
  if (marks.length === 0) {
    return null;
  }
  return (
    <ul aria-label="Annotations" className="sr-only">
      {marks.map(({ from, text }, index) => (
        <li key={index}>{`${dateTimeFormat(from, { timeZone })} ${text}`}</li>
      ))}
    </ul>
  );
}

function marksOf(frame: DataFrame): Mark[] {
  const column = (...names: string[]) => frame.fields.find(({ name }) => names.includes(name))?.values;
  const times = column('time') ?? frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  const [ends, texts, titles, colors] = [column('timeEnd'), column('text'), column('title'), column('color')];
  return Array.from({ length: frame.length }, (_, row) => ({
    from: times[row],
    to: ends?.[row] ?? undefined,
    text: [titles?.[row], texts?.[row]].filter(Boolean).join(' '),
    color: colors?.[row],
  }));
}
