// The query editor. Choosing a model is enough to draw something; everything else has a default. What a query will answer stands above it in a sentence.
import { CoreApp, type QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, LinkButton } from '@grafana/ui';
import React, { useEffect, useMemo, useState } from 'react';
import type { DataSource } from '../../DataSource';
import { isAlerting, isWithoutModel, type QueryType, type TidelineQuery } from '../../query/query';
import { receive } from '../../query/received';
import type { Settings } from '../../settings';
import { panelHints } from './advice/panels';
import { ruleHints } from './advice/rules';
import { Builder } from './Builder';
import { answerTo } from './explain/answer';
import { type Sentence, sentence } from './explain/sentence';
import { Header, type Mode } from './Header';
import { JsonEditor } from './json/JsonEditor';
import { Rows } from './layout';
import { Messages } from './Messages';
import { Remark } from './Remark';
import { defaultsOf } from './reset';
import { useKnown } from './useKnown';
import { useReset } from './useReset';

interface Props extends QueryEditorProps<DataSource, TidelineQuery, Settings> {
  /** The one type of query that is edited here. */
  only?: QueryType;
}

export function QueryEditor({ datasource, query: given, app, data, range, only, onChange, onRunQuery }: Props) {
  const alerting = isAlerting(app);
  const { query, foreign } = receive(given, app);
  const scopedVars = data?.request?.scopedVars;
  const variables = useMemo(() => datasource.interpolation(scopedVars), [datasource, scopedVars]);
  const { models, methods, known } = useKnown(datasource, query, variables, alerting);
  const [mode, setMode] = useState<Mode>('form');
  const [unsent, setUnsent] = useState(false);

  const send = (changed: TidelineQuery) => {
    onChange(changed);
    onRunQuery();
  };
  const change = (part: Partial<TidelineQuery>) => send({ ...query, ...part });
  /** Another model has other columns: what was chosen of the first one's would be an error. */
  const changeModel = (name: string | undefined) => {
    const next = models.value?.find((model) => model.name === variables.expand(name ?? '').join(', '));
    change({ model: name, ...(known.model && next !== known.model && forgotten) });
  };

  // With a single model there is nothing to choose.
  const single = models.value?.length === 1 ? models.value[0].name : undefined;
  useEffect(() => {
    if (single !== undefined && !query.model && !isWithoutModel(query.queryType) && foreign === undefined) {
      change({ model: single });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the only model is known
  }, [single]);

  const reset = useReset(query, app, send);
  const answer = answerTo(query.refId, data);
  const timeRange = data?.timeRange?.from ? data.timeRange : range;
  const inWords: Sentence =
    foreign !== undefined
      ? { asked: foreign, judged: '', prompt: true }
      : sentence(query, {
          models: models.value,
          methods: methods.value,
          variables,
          rangeLength: timeRange && timeRange.to.valueOf() - timeRange.from.valueOf(),
          adHoc: data?.request?.filters,
        });
  const hints =
    foreign !== undefined || only !== undefined
      ? []
      : alerting
        ? ruleHints(query)
        : panelHints(query, app === CoreApp.Explore ? 'explore' : data?.request?.panelPluginId);
  const showsForm = mode === 'form' && foreign === undefined;

  return (
    <Rows>
      {models.error && (
        <Alert severity="error" title={t('datasource.query.no-list', 'The models could not be listed')}>
          {models.error}
        </Alert>
      )}
      {models.value?.length === 0 && known.service === undefined && <NoModels uid={datasource.uid} />}
      <Header
        sentence={inWords}
        answer={answer}
        mode={showsForm ? 'form' : 'json'}
        noForm={foreign ?? (unsent ? t('datasource.mode.unsent', 'Correct the JSON first') : undefined)}
        onMode={setMode}
        reset={foreign === undefined ? reset : undefined}
      />
      {foreign !== undefined && (
        <Remark
          severity="warning"
          text={t('datasource.query.foreign', 'It can be edited as JSON, or given up for a new one.')}
          action={{ label: t('datasource.query.anew', 'Begin anew'), run: () => send(defaultsOf(given, app)) }}
        />
      )}
      <Messages query={query} hints={hints} answer={answer} form={showsForm} onMend={change} />
      {showsForm ? (
        <Builder
          query={query}
          known={known}
          errors={answer?.errors ?? []}
          models={(models.value ?? []).map(({ name }) => name)}
          loading={models.loading}
          only={only}
          onModel={changeModel}
          onChange={change}
        />
      ) : (
        <JsonEditor query={query} onChange={send} onUnsent={setUnsent} />
      )}
    </Rows>
  );
}

/** What is only right of the model that it was chosen for. */
const forgotten = { features: undefined, groupBy: undefined, filters: undefined };

function NoModels({ uid }: { uid: string }) {
  return (
    <Alert severity="info" title={t('datasource.query.no-models', 'This data source has no models yet')}>
      <LinkButton variant="secondary" href={`/connections/datasources/edit/${encodeURIComponent(uid)}`}>
        {t('datasource.query.add-model', 'Add a model in its settings')}
      </LinkButton>
    </Alert>
  );
}
