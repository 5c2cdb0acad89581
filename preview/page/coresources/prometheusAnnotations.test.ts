import { type AnnotationQuery, FieldType, toDataFrame } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { prometheusAnnotations } from './prometheusAnnotations';

const frame = (values: Array<number | null>) =>
  toDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map((_, i) => 60_000 * i) },
      { name: 'Value', type: FieldType.number, values, labels: { model: 'digits', version: '4.3' } },
    ],
  });
const json = {
  name: 'Deployments',
  enable: true,
  iconColor: 'blue',
  expr: 'deployed',
  titleFormat: '{{model}} {{ version }}',
};
const events = (annotation: object, values: Array<number | null>) =>
  lastValueFrom(prometheusAnnotations.processEvents!(annotation as AnnotationQuery, [frame(values)]));

it('asks for the expression, in the annotation’s steps', () => {
  expect(prometheusAnnotations.prepareQuery!({ ...json, step: '15s' } as AnnotationQuery)).toEqual({
    refId: 'Anno',
    expr: 'deployed',
    interval: '15s',
    range: true,
  });
});

it('is a region where the series is above 0', async () => {
  expect(await events({ ...json, tagKeys: 'version' }, [0, 1, 1, null, 0, 1])).toMatchObject([
    { time: 60_000, timeEnd: 120_000, title: 'digits 4.3', tags: ['4.3'], color: 'blue' },
    { time: 300_000, timeEnd: 300_000 },
  ]);
});

it('is a point at each time that the values say', async () => {
  expect(await events({ ...json, useValueForTime: true }, [5e8, 5e8, null, 7e8])).toMatchObject([
    { time: 5e8, timeEnd: 5e8 },
    { time: 7e8, timeEnd: 7e8 },
  ]);
});
