import { tenthsOf } from './tenths';

describe('tenths of the reference', () => {
  it('are the bins themselves where there are few', () =>
    expect(tenthsOf([1, 0, 2], [0, 0, 1])).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]));

  it('hold a tenth each', () => {
    const flat = Array.from({ length: 100 }, () => 5);
    expect(tenthsOf(flat, flat).map(({ start, end }) => end - start)).toEqual(Array(10).fill(10));
  });

  it('leave a bin that holds a tenth by itself, and lose none', () => {
    const spiked = Array.from({ length: 40 }, (_, i) => (i === 7 ? 60 : 1));
    const stretches = tenthsOf(spiked, spiked);
    expect(stretches).toContainEqual({ start: 7, end: 8 });
    expect(stretches[0].start).toBe(0);
    expect(stretches.at(-1)!.end).toBe(40);
    stretches.slice(1).forEach(({ start }, i) => expect(start).toBe(stretches[i].end));
  });
});
