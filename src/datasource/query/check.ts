// Holds a query against its shape: what is wrong in it, named by field, before it is sent. A text with a variable in it may stand for anything.
import { t } from '@grafana/i18n';
import { grafanaKeys, noLimit, queryShape, type Shape } from './shape';
import { say } from '../text';

export interface Mistake {
  /** "window.every", "filters[0].column" */
  field: string;
  text: string;
  /** A remark: it is kept and sent, and the backend says what it makes of it. */
  remark?: boolean;
}

export function check(query: Record<string, unknown>): Mistake[] {
  return object(query, queryShape, '', grafanaKeys);
}

const hasVariable = (value: unknown): boolean => typeof value === 'string' && /\$\w|\$\{|\[\[/.test(value);

function object(
  value: Record<string, unknown>,
  fields: Record<string, Shape>,
  path: string,
  silent: readonly string[]
): Mistake[] {
  return Object.entries(value).flatMap(([name, part]) => {
    if (silent.includes(name)) {
      return [];
    }
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return shape === undefined
      ? [
          {
            field: path + name,
            text: t('datasource.check.unknown', 'is not a field that this editor knows'),
            remark: true,
          },
        ]
      : of(part, shape, path + name);
  });
}

function of(value: unknown, shape: Shape, field: string): Mistake[] {
  const wrong = (text: string): Mistake[] => [{ field, text }];
  if (value === null || value === undefined || (shape.is !== 'object' && hasVariable(value))) {
    return []; // null is as good as absent
  }
  switch (shape.is) {
    case 'text':
      return typeof value === 'string'
        ? []
        : wrong(say('check.text', 'must be a text, not {{kind}}', { kind: kindOf(value) }));
    case 'texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        ? []
        : wrong(say('check.texts', 'must be a list of texts, not {{kind}}', { kind: kindOf(value) }));
    case 'flag':
      return typeof value === 'boolean'
        ? []
        : wrong(say('check.flag', 'must be true or false, not {{kind}}', { kind: kindOf(value) }));
    case 'number':
      return numberIn(value, shape, wrong);
    case 'choice':
      return value === '' || (typeof value === 'string' && shape.of.includes(value))
        ? []
        : wrong(say('check.choice', 'must be one of {{right}}', { right: shape.of.join(', ') }));
    case 'moment':
      return typeof value === 'string' || typeof value === 'number'
        ? []
        : wrong(say('check.moment', 'must be a date or a time, not {{kind}}', { kind: kindOf(value) }));
    case 'scalars':
      return [value].flat().every((item) => item === null || typeof item !== 'object')
        ? []
        : wrong(t('datasource.check.scalars', 'must be a text, a number, true or false, or a list of these'));
    case 'object':
      return isObject(value)
        ? object(value, shape.fields, `${field}.`, [])
        : wrong(say('check.object', 'must be an object such as {…}, not {{kind}}', { kind: kindOf(value) }));
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, at) => of(item, shape.of, `${field}[${at}]`))
        : wrong(say('check.list', 'must be a list, not {{kind}}', { kind: kindOf(value) }));
  }
}

function numberIn(
  value: unknown,
  { from, to, whole }: Extract<Shape, { is: 'number' }>,
  wrong: (text: string) => Mistake[]
): Mistake[] {
  // A numeric text will do, as variables are texts.
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    return wrong(say('check.number', 'must be a number, not {{kind}}', { kind: kindOf(value) }));
  }
  if (number < from && to >= noLimit) {
    return wrong(say('check.least', 'is {{number}}; it must be {{from}} or more', { number, from }));
  }
  if (number < from || number > to) {
    return wrong(say('check.range', 'is {{number}}; it must lie between {{from}} and {{to}}', { number, from, to }));
  }
  return whole && !Number.isInteger(number)
    ? wrong(say('check.whole', 'is {{number}}; it must be a whole number', { number }))
    : [];
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (typeof value === 'string') {
    return say('check.kind-text', 'the text “{{value}}”', {
      value: value.length > 40 ? `${value.slice(0, 40)}…` : value,
    });
  }
  if (Array.isArray(value)) {
    return t('datasource.check.kind-list', 'a list');
  }
  return isObject(value) ? t('datasource.check.kind-object', 'an object') : String(value);
}
