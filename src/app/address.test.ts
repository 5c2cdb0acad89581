import { config } from '@grafana/runtime';
import { excludeAddress, newNormalAddress } from '../panels/parts/actions';
import { askedOf } from './address';
import { modelPage } from './links';

const queryOf = (address: string) => Object.fromEntries(new URL(address, 'http://g').searchParams);

test('the addresses that panels make are understood', () => {
  Object.assign(config.bootData, { user: { orgRole: 'Admin' } });
  const source = { uid: 'a b', model: 'dig&its', query: {} };
  for (const make of [newNormalAddress, excludeAddress]) {
    const address = make(source, { from: 1000, to: 2000 })!;
    expect(askedOf(queryOf(address))).toEqual({
      uid: 'a b',
      model: 'dig&its',
      period: { from: 1000, to: 2000 },
      since: null,
      version: '',
      why: '',
      entry: null,
    });
  }
  // And the app's own are made alike.
  expect(modelPage('reference', 'a b', 'dig&its', { from: 1000, to: 2000 })).toBe(
    newNormalAddress(source, { from: 1000, to: 2000 })
  );
});

test('what an address does not say, or says wrongly, is left open', () => {
  expect(askedOf({ datasource: 'x', model: ['m', 'n'], from: '5', to: '5', since: 'soon', entry: '-1' })).toEqual({
    uid: 'x',
    model: 'm',
    period: null,
    since: null,
    version: '',
    why: '',
    entry: null,
  });
  expect(askedOf({ entry: '0', since: '12', version: '4.2.0', why: 'new phone' })).toMatchObject({
    entry: 0,
    since: 12,
    version: '4.2.0',
    why: 'new phone',
  });
});
