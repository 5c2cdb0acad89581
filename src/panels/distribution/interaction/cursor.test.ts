import { brush, choose, extend, idle, openMenu, pointAt, Selectable, toggle, walk } from './cursor';

// Places 0 and 7 stand beside a range from 1 to 6.
const line: Selectable = { count: 8, range: [1, 6] };
const set: Selectable = { count: 5, range: null };

test('walking begins at either end and stops there', () => {
  expect(walk(idle, 1, line).active).toBe(0);
  expect(walk(idle, -1, line).active).toBe(7);
  expect(walk({ ...idle, active: 7 }, 1, line).active).toBe(7);
  expect(walk({ ...idle, active: 3 }, -8, line)).toMatchObject({ active: 0, byKeys: true });
  expect(walk(idle, 1, { count: 0, range: null })).toBe(idle);
});

test('pointing moves the card, but not while a menu is open', () => {
  expect(pointAt(idle, 4)).toMatchObject({ active: 4, byKeys: false });
  const open = openMenu(choose(idle, 2));
  expect(pointAt(open, 4)).toBe(open);
});

test('a range grows from where it began and shrinks back', () => {
  const three = [1, 1].reduce((state, step) => extend(state, step, line), { ...idle, active: 3 });
  expect(three.selected).toEqual([3, 4, 5]);
  expect(extend(three, -1, line).selected).toEqual([3, 4]);
  expect([-1, -1, -1].reduce((state, step) => extend(state, step, line), three).selected).toEqual([2, 3]);
});

test('a range stays in its part of the plot', () => {
  expect(brush(idle, 5, 7, line).selected).toEqual([5, 6]);
  expect(brush(idle, 2, 0, line).selected).toEqual([1, 2]);
  expect(brush(idle, 7, 4, line).selected).toEqual([7]);
});

test('sets take any places, ranges one at a time', () => {
  const two = toggle(toggle(idle, 3, set), 1, set);
  expect(two.selected).toEqual([1, 3]);
  expect(toggle(two, 3, set).selected).toEqual([1]);
  expect(toggle(choose(idle, 2), 4, line).selected).toEqual([4]);
});

test('the menu is for what is selected, else for what is pointed at', () => {
  expect(openMenu({ ...idle, active: 3 })).toMatchObject({ selected: [3], menu: true });
  expect(openMenu(brush(idle, 2, 4, line))).toMatchObject({ selected: [2, 3, 4], menu: true });
  expect(openMenu(idle).menu).toBe(false);
});
