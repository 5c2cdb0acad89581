// How numbers are cut into bins, for methods that compare shares.
import { t } from '@grafana/i18n';
import { Select } from '@grafana/ui';
import React, { useId, useState } from 'react';
import type { Binning, BinningMode } from '../../../query/query';
import { CommitInput } from '../../CommitInput';
import { say } from '../../../text';
import { NumberInput } from '../../NumberInput';
import { errorsAt, errorsIn, type FieldError } from '../explain/answer';
import { Cell } from '../layout';
import { binningChoices } from './choices';

/** Modes that can be asked for a number of bins. */
const counted: readonly BinningMode[] = ['quantiles', 'width'];

interface Props {
  query: { binning?: Binning };
  errors: FieldError[];
  disabled?: boolean;
  onChange: (change: { binning: Binning | undefined }) => void;
}

export function BinningFields({ query, errors, disabled = false, onChange }: Props) {
  const id = useId();
  const binning: Binning = query.binning ?? { mode: 'quantiles' };
  const ofEdges = errorsIn(errors, 'binning.edges');
  const ofBins = errorsIn(errors, 'binning.bins');
  // What says no more than the default is not written.
  const write = (next: Binning) =>
    onChange({ binning: next.mode === 'quantiles' && next.bins === undefined ? undefined : next });
  return (
    <>
      <Cell
        label={t('datasource.query.binning', 'Bins')}
        htmlFor={`${id}-mode`}
        help={t(
          'datasource.query.binning-what',
          'How numbers are cut, always by the reference alone and with open ends. Categories are their own bins. Default: the model’s for the feature, else ten quantiles.'
        )}
        width={130}
        most={200}
        errors={errorsAt(errors, 'binning').filter((error) => ![...ofEdges, ...ofBins].includes(error))}
      >
        <Select
          inputId={`${id}-mode`}
          disabled={disabled}
          options={binningChoices()}
          value={binning.mode}
          onChange={({ value: mode = 'quantiles' }) =>
            write({
              mode,
              ...(counted.includes(mode) && binning.bins !== undefined && { bins: binning.bins }),
              ...(mode === 'edges' && { edges: binning.edges ?? [] }),
            })
          }
        />
      </Cell>
      {counted.includes(binning.mode) && (
        <Cell
          label={t('datasource.query.bins', 'How many')}
          htmlFor={`${id}-bins`}
          width={72}
          most={100}
          errors={ofBins}
        >
          <NumberInput
            id={`${id}-bins`}
            disabled={disabled}
            min={2}
            max={512}
            step={1}
            placeholder="10"
            value={binning.bins}
            onCommit={(bins) => write({ mode: binning.mode, ...(bins !== undefined && { bins }) })}
          />
        </Cell>
      )}
      {binning.mode === 'edges' && (
        <EdgesField
          id={`${id}-edges`}
          disabled={disabled}
          edges={binning.edges ?? []}
          errors={ofEdges}
          onChange={write}
        />
      )}
    </>
  );
}

interface EdgesProps {
  id: string;
  disabled: boolean;
  edges: Array<number | string>;
  errors: FieldError[];
  onChange: (binning: Binning) => void;
}

/**
 * Where bins end, as numbers apart by commas, semicolons or blanks; dashboard variables stand for numbers. What is neither is named, and the edges stay
 * as they were.
 */
function EdgesField({ id, disabled, edges, errors, onChange }: EdgesProps) {
  const [wrong, setWrong] = useState<string>();
  const commit = (text: string) => {
    const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
    const odd = parts.find((part) => !part.startsWith('$') && !Number.isFinite(Number(part)));
    setWrong(odd);
    if (odd === undefined) {
      onChange({ mode: 'edges', edges: parts.map((part) => (part.startsWith('$') ? part : Number(part))) });
    }
  };
  return (
    <Cell
      label={t('datasource.query.edges', 'Edges')}
      htmlFor={id}
      help={t(
        'datasource.query.edges-what',
        'Where one bin ends and the next begins, in the feature’s unit: 0, 10, 20 are four bins, the first and the last open.'
      )}
      width={160}
      errors={
        wrong === undefined ? errors : [{ text: say('query.edges-wrong', '“{{wrong}}” is no number.', { wrong }) }]
      }
    >
      <CommitInput id={id} disabled={disabled} placeholder="0, 10, 20" value={edges.join(', ')} onCommit={commit} />
    </Cell>
  );
}
