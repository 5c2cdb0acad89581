// The form: what each type of query reads, from what is asked to how it is answered. Which fields those are stands in reads.ts.
import { t } from '@grafana/i18n';
import { Select } from '@grafana/ui';
import React, { useId } from 'react';
import { allModels, type QueryType, type TidelineQuery } from '../../query/query';
import { type Field, idleFields, readFields } from '../../query/reads';
import { unknownFields } from '../../query/shape';
import { say } from '../../text';
import { options } from '../FilterList';
import { typable } from '../typable';
import { RuleFields } from './advice/RuleFields';
import { ruleTypes } from './advice/rules';
import { errorsAt } from './explain/answer';
import { ExplainedField, FormatField, PageFields, ValueField } from './fields/AnswerFields';
import { queryTypes } from './fields/choices';
import { columnsOf } from './fields/columns';
import { FeaturesField } from './fields/FeaturesField';
import { KindsField } from './fields/KindsField';
import { MethodField, MethodLine } from './fields/MethodField';
import type { PartProps } from './fields/part';
import { ReferenceField } from './fields/ReferenceField';
import { FiltersField, GroupByField } from './fields/SegmentFields';
import { ApdexField, BusiestField } from './fields/ServiceFields';
import { WindowField } from './fields/WindowField';
import { Cell, Row, Rows, Small } from './layout';
import { Options } from './options/Options';

interface Props extends PartProps {
  models: string[];
  loading: boolean;
  /** The one type there is to choose. */
  only?: QueryType;
  onModel: (name: string | undefined) => void;
}

export function Builder({ models, loading, only, onModel, ...part }: Props) {
  const { query, known } = part;
  const read = readFields(query);
  const ofServices = query.queryType === 'service';
  return (
    <Rows>
      <Row>
        {!ofServices && <ModelField {...part} models={models} loading={loading} onModel={onModel} />}
        {only === undefined && <TypeField {...part} />}
        {read.has('features') && <FeaturesField {...part} />}
        {read.has('offset') && <PageFields {...part} />}
        {query.queryType === 'explain' && <ExplainedField {...part} />}
        {ofServices && <BusiestField {...part} />}
      </Row>
      {read.has('kinds') && (
        <Row>
          <KindsField {...part} />
        </Row>
      )}
      {known.alerting && ruleTypes.includes(query.queryType) && <RuleFields {...part} />}
      {(read.has('format') || read.has('method')) && (
        <div>
          <Row>
            {read.has('format') && <FormatField {...part} />}
            {(read.has('format') || read.has('columns')) && <ValueField {...part} />}
            {read.has('method') && <MethodField {...part} />}
            {ofServices && read.has('threshold') && <ApdexField {...part} />}
          </Row>
          {read.has('method') && <MethodLine {...part} />}
        </div>
      )}
      <Row>
        {read.has('window') && <WindowField {...part} />}
        {read.has('reference') && <ReferenceField {...part} />}
        {read.has('groupBy') && <GroupByField {...part} />}
        {read.has('filters') && <FiltersField {...part} />}
      </Row>
      <Options {...part} />
      <AlsoSet {...part} />
    </Rows>
  );
}

function ModelField({ query, known, errors, models, loading, onModel }: Omit<Props, 'only'>) {
  const id = useId();
  const { model } = query;
  return (
    <Cell
      label={t('datasource.query.model', 'Model')}
      htmlFor={id}
      help={t(
        'datasource.query.model-what',
        'One of this data source. All of them at once: only series and numbers of drift.'
      )}
      width={160}
      errors={errorsAt(errors, 'model')}
    >
      <Select
        inputId={id}
        isLoading={loading}
        options={[
          ...options([...models, ...known.variables, ...(model === allModels ? [] : [model ?? ''])]),
          { value: allModels, label: t('datasource.query.every-model', 'All models') },
        ]}
        value={model ?? null}
        placeholder={t('datasource.query.model-placeholder', 'Choose a model')}
        {...typable}
        onChange={({ value }) => onModel(value)}
      />
    </Cell>
  );
}

function TypeField({ query, known, errors, onChange }: PartProps) {
  const id = useId();
  const { queryType } = query;
  const types = queryTypes().filter(
    ({ value }) =>
      (!known.alerting || ruleTypes.includes(value)) && (value !== 'service' || known.service !== undefined)
  );
  return (
    <Cell
      label={t('datasource.query.type', 'Shows')}
      htmlFor={id}
      help={t('datasource.query.type-what', 'What is asked about the model, or about services.')}
      width={130}
      errors={errorsAt(errors, 'queryType')}
    >
      <Select
        inputId={id}
        options={
          types.some(({ value }) => value === queryType)
            ? types
            : [
                ...types,
                queryTypes().find(({ value }) => value === queryType) ?? { value: queryType, label: queryType },
              ]
        }
        value={queryType}
        onChange={({ value }) => value && onChange({ queryType: value, ...shapeless(query, value) })}
      />
    </Cell>
  );
}

/** How an answer is given, which means nothing to an answer of another kind: it is not kept. What a verdict rests on is. */
const ofTheAnswer: readonly Field[] = ['format', 'value', 'persist', 'kinds', 'limit', 'offset'];

function shapeless(query: TidelineQuery, queryType: QueryType): Partial<TidelineQuery> {
  const read = readFields({ ...query, queryType });
  const dropped = ofTheAnswer.filter((field) => query[field] !== undefined && !read.has(field));
  // Of its columns those stay that the other table has, too.
  const right = read.has('columns') && queryType !== 'rows' ? columnsOf({ ...query, queryType }) : [];
  const columns = query.columns?.filter((name) => right.includes(name));
  // Between services and a model no name is the same, and a threshold is of something else.
  const foreign = (queryType === 'service') !== (query.queryType === 'service');
  return {
    ...(foreign && {
      groupBy: undefined,
      filters: undefined,
      threshold: undefined,
      value: undefined,
      window: undefined,
    }),
    ...Object.fromEntries(dropped.map((field) => [field, undefined])),
    ...(query.columns && { columns: columns?.length ? columns : undefined }),
  };
}

/** What the query says that no field of the form shows: it is kept. */
function AlsoSet({ query }: PartProps) {
  const others = unknownFields(query);
  const idle = idleFields(query);
  return (
    <>
      {others.length > 0 && (
        <Small>{say('query.also-set', 'Also set, and kept: {{fields}}.', { fields: others.join(', ') })}</Small>
      )}
      {idle.length > 0 && (
        <Small>
          {say('query.idle', 'Kept for later, and not read by this kind of answer: {{fields}}.', {
            fields: idle.join(', '),
          })}
        </Small>
      )}
    </>
  );
}
