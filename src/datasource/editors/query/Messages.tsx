// What there is to say of the query and of its last answer: advice with a button that follows it, errors that belong to no field of the form, remarks.
import React from 'react';
import type { TidelineQuery } from '../../query/query';
import { type Field, readFields } from '../../query/reads';
import type { Hint } from './advice/hint';
import { type Answer, type FieldError, topOf } from './explain/answer';
import { Remark } from './Remark';

interface Props {
  query: TidelineQuery;
  hints: Hint[];
  answer?: Answer;
  /** The form is there, and shows the errors of its fields itself. */
  form: boolean;
  onMend: (change: Partial<TidelineQuery>) => void;
}

export function Messages({ query, hints, answer, form, onMend }: Props) {
  const atFields = ({ field }: FieldError): boolean => form && isInForm(field, query);
  return (
    <>
      {hints.map(({ id, severity, text, mend }) => (
        <Remark
          key={id}
          severity={severity}
          text={text}
          action={mend && { label: mend.label, run: () => onMend(mend.change) }}
        />
      ))}
      {answer?.errors
        .filter((error) => !atFields(error))
        .map(({ field, text }) => (
          <Remark key={`${field} ${text}`} severity="error" text={field ? `${field}: ${text}` : text} />
        ))}
      {answer?.notices.map(({ severity, text }) => (
        <Remark key={text} severity={severity} text={text} />
      ))}
    </>
  );
}

const isInForm = (field: string | undefined, query: TidelineQuery): boolean => {
  const top = topOf(field ?? '');
  return top === 'queryType' || readFields(query).has(top as Field);
};
