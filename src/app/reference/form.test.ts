import type { ModelInfo } from '../../datasource/resources';
import { askedOf } from '../address';
import { at, day } from '../testing/drift';
import { begin, entryOf, read } from './form';

const info = { name: 'digits', features: [], segments: [], window: '1d', timezone: 'UTC' } as ModelInfo;
const asked = (query: Record<string, string> = {}) => askedOf({ datasource: 'x', model: 'digits', ...query });
const standing = { from: '2026-10-01', to: '2026-10-29' };

test('a window from a panel becomes the reference from its own beginning on', () => {
  const form = begin(asked({ from: String(at(5)), to: String(at(6)) }), info, [standing], at(20));
  expect(form).toEqual({ from: '2026-11-06', to: '2026-11-07', since: '2026-11-06', version: '', why: '' });
});

test('the first reference of a model, and of a version, holds for all windows', () => {
  expect(begin(asked(), info, [], at(20) + 1).since).toBe('');
  const form = begin(asked({ version: '4.2.0' }), info, [standing], at(20) + 1);
  expect(form).toEqual({ from: '2026-11-14', to: '2026-11-21', since: '', version: '4.2.0', why: '' });
});

test('an entry that is changed is shown as it is, and what the form does not know stays', () => {
  const entry = { since: '2026-11-03T00:00:00Z', from: '2026-11-01', to: '2026-11-02 12:00', why: 'x', later: 1 };
  const form = begin(asked({ entry: '1' }), info, [standing, entry], at(20));
  expect(form).toEqual({ from: '2026-11-01', to: '2026-11-02 12:00', since: '2026-11-03', version: '', why: 'x' });
  const { candidate } = read({ ...form, why: '' }, 'UTC', [standing]);
  expect(entryOf(candidate!, ' ', 'UTC', entry)).toEqual({
    since: '2026-11-03',
    from: '2026-11-01',
    to: '2026-11-02T12:00:00Z',
    later: 1,
  });
});

test('what is wrong is said at its field', () => {
  const form = { from: '2026-11-01', to: '2026-11-08', since: '2026-11-01', version: '', why: '' };
  expect(read(form, 'UTC', [standing])).toEqual({
    candidate: { period: { from: at(0), to: at(7) }, since: at(0), version: '' },
    problems: {},
  });
  const problems = (part: Partial<typeof form>, others = [standing] as Parameters<typeof read>[2]) => {
    const { candidate, problems } = read({ ...form, ...part }, 'UTC', others);
    expect(candidate).toBeNull();
    return problems;
  };
  expect(problems({ from: 'last week' }).from).toMatch(/2026-01-31/);
  expect(problems({ to: '2026-11-01' }).to).toMatch(/end must come after/);
  expect(problems({ since: 'soon' }).since).toMatch(/2026-01-31/);
  expect(problems({ since: '' }).since).toMatch(/holds for all windows already/);
  expect(problems({}, [{ ...standing, since: '2026-11-01T00:00:00Z' }]).since).toMatch(
    /holds from this moment on already/
  );
  // Of another version it is another matter.
  expect(
    read({ ...form, since: '', version: '2' }, 'UTC', [standing, { version: 3, mode: 'previous' }]).problems
  ).toEqual({});
  expect(problems({ since: '', version: '3' }, [{ version: 3, mode: 'previous' }]).since).toMatch(/already/);
});

test('an entry is written as a date where it is one', () => {
  expect(entryOf({ period: { from: at(0), to: at(1) + day / 2 }, since: null, version: '2' }, ' why ', 'UTC')).toEqual({
    version: '2',
    from: '2026-11-01',
    to: '2026-11-02T12:00:00Z',
    why: 'why',
  });
});
