// The steps of one model, or of one that is being added: one is open at a time, and all know what the others have found.
import React, { useRef, useState } from 'react';
import type { Finding, FolderFiles, ModelCheck, Resources, ServerTables } from '../../../resources';
import { holdingOf, type Model, type StoreSettings } from '../../../settings';
import type { Loaded } from '../../useLoaded';
import { CheckStep } from '../check/CheckStep';
import type { Dashboards } from '../check/dashboards';
import { ColumnsStep } from '../columns/ColumnsStep';
import { LogStep } from '../log/LogStep';
import { useHeldSave } from '../log/useHeldSave';
import { usePick } from '../log/usePick';
import { Step } from '../path/Step';
import { modelPath, modelSteps, type ModelStep, namesakeText } from '../path/steps';
import { stepNumber, stepTitle } from '../path/titles';
import { useAsked } from '../path/useAsked';
import { ReferenceStep } from '../reference/ReferenceStep';

/** What was checked, with what shows only beside the other models. */
const withProblem = (check: Loaded<ModelCheck>, problem: Finding): Loaded<ModelCheck> =>
  check.value === undefined
    ? check
    : { ...check, value: { ...check.value, problems: [problem, ...check.value.problems] } };

interface Props {
  uid: string;
  /** Undefined: a model that has no log yet. */
  model: Model | undefined;
  /** Names of the other models. */
  taken: string[];
  store: StoreSettings;
  files: Loaded<FolderFiles>;
  tables: Loaded<ServerTables>;
  resources: Resources;
  dashboards: Dashboards;
  /** How often the store was asked anew. */
  attempt: number;
  saved: boolean;
  readOnly: boolean;
  /** The step that is open at first; undefined: none. */
  begin: ModelStep | undefined;
  onChange: (model: Model) => void;
}

export function ModelPath({
  uid,
  model,
  taken,
  store,
  files,
  tables,
  resources,
  dashboards,
  attempt: ofStore,
  saved,
  readOnly,
  begin,
  onChange,
}: Props) {
  const [open, setOpen] = useState<ModelStep | undefined>(begin);
  const [seen, setSeen] = useState<ModelStep[]>(begin ? [begin] : []);
  const [own, setOwn] = useState(0);
  const attempt = ofStore + own;
  const again = () => setOwn(own + 1);
  const show = (step: ModelStep | undefined) => {
    setOpen(step);
    if (step !== undefined && !seen.includes(step)) {
      setSeen([...seen, step]);
    }
  };
  const pick = usePick(model, taken, store, resources, onChange);
  const place = useRef<HTMLDivElement>(null);
  const held = useHeldSave(place, pick.busy, pick.error !== undefined);
  const schema = useAsked(model && { store, source: model.source }, resources.schema, attempt);
  const readable = model !== undefined && schema.value !== undefined;
  // Only what cuts the log into windows decides how many rows they have.
  const cut = model && {
    name: model.name,
    source: model.source,
    time: model.time,
    window: model.window,
    timezone: model.timezone,
    clock: model.clock,
  };
  const timeline = useAsked(
    readable && seen.includes('reference') ? { store, model: cut! } : undefined,
    resources.timeline,
    attempt
  );
  const check = useAsked(
    model !== undefined && seen.includes('check') ? { store, model } : undefined,
    resources.check,
    attempt
  );
  const namesake = model !== undefined && taken.includes(model.name);
  const checked = namesake ? withProblem(check, { step: 'log', text: namesakeText(model.name) }) : check;
  const views = modelPath({ model, holding: holdingOf(store), namesake, schema, timeline, check: checked });

  const body = (step: ModelStep): React.ReactNode => {
    if (step === 'log') {
      return (
        <LogStep
          model={model}
          taken={taken}
          store={store}
          files={files}
          tables={tables}
          schema={schema}
          resources={resources}
          pick={pick}
          saving={held}
          disabled={readOnly}
          onChange={onChange}
        />
      );
    }
    if (model === undefined) {
      return null;
    }
    switch (step) {
      case 'columns':
        return <ColumnsStep model={model} schema={schema} disabled={readOnly} onChange={onChange} />;
      case 'reference':
        return <ReferenceStep model={model} timeline={timeline} disabled={readOnly} onChange={onChange} />;
      case 'check':
        return (
          <CheckStep
            uid={uid}
            model={model}
            check={checked}
            saved={saved}
            dashboards={dashboards}
            onAgain={again}
            onMend={show}
            onUse={readOnly ? undefined : pick.choose}
          />
        );
    }
  };

  return (
    <div ref={place}>
      {modelSteps.map((step, i) => {
        const following = modelSteps[i + 1];
        return (
          <Step
            key={step}
            number={stepNumber(step)}
            title={stepTitle(step)}
            view={views[step]}
            open={open === step}
            onToggle={() => show(open === step ? undefined : step)}
            onAgain={again}
            last={following === undefined}
            next={
              following && model !== undefined
                ? { title: stepTitle(following), onNext: () => show(following) }
                : undefined
            }
          >
            {body(step)}
          </Step>
        );
      })}
    </div>
  );
}
