package loki

import (
	"fmt"
	"math"
	"sort"
	"strings"
)

// inLines counts columns in the lines themselves, or in a share of them. rows: the lines also say how many there are.
// times, where it is not nil, gets the microseconds of the oldest and the newest line of each slot.
func (a *asked) inLines(columns []*counted, share float64, rows bool, times map[int][2]int64) error {
	names := a.by()
	for _, of := range columns {
		if of.err == nil {
			names = append(names, of.name)
		}
	}
	if rows {
		clear(a.rows)
		a.scanned = 0
	}
	return a.eachLine(names, share, func(one line, window int) error {
		slot, err := a.slot(one.labels, window)
		if err != nil {
			return err
		}
		if rows {
			a.rows[slot]++
			a.scanned++
		}
		if times != nil {
			first := times[slot][0]
			if first == 0 {
				first = one.at.UnixMicro()
			}
			times[slot] = [2]int64{first, one.at.UnixMicro()} // oldest lines come first
		}
		for _, of := range columns {
			if of.err == nil {
				of.text(slot, one.labels[of.name], 1)
			}
		}
		return nil
	})
}

// eachLine visits the lines in the windows, oldest first, with no more than some of their labels; or a share of them, the same at each call.
func (a *asked) eachLine(names []string, share float64, visit func(one line, window int) error) error {
	query := a.about
	if share < 1 {
		query = query.with(sampled(share))
	}
	text := query.with(only(names)).String()
	_, _, longest := a.store.api.limits.get()
	parts := between(a.windows, longest, a.store.now())
	var failed error
	for _, p := range parts {
		if len(parts) > 1 {
			if empty, err := a.nothing(a.selector, p.from, p.to); err != nil {
				return err
			} else if empty {
				continue
			}
		}
		a.asks(text)
		err := a.store.read(a.ctx, text, p.from, p.to, false, math.MaxInt, func(one line) bool {
			w := a.windowOf(one)
			if w >= 0 {
				failed = visit(one, w)
			}
			return failed == nil
		})
		if err != nil || failed != nil {
			return errorOf(err, failed)
		}
	}
	return nil
}

func errorOf(err, failed error) error {
	if err != nil {
		return err
	}
	return failed
}

// windowOf is the window that a line lies in; −1 without one.
func (a *asked) windowOf(one line) int {
	w := sort.Search(len(a.windows), func(i int) bool { return a.windows[i].To.IsZero() || one.at.Before(a.windows[i].To) })
	if w == len(a.windows) || a.windows[w].From.After(one.at) {
		return -1
	}
	return w
}

// only leaves of a line's labels those that are asked for. Its text is sent as well: without it two lines of one instant would be one to Loki.
func only(names []string) string {
	if len(names) == 0 {
		names = []string{slotLabel} // keep needs a label
	}
	return "| keep " + strings.Join(names, ", ")
}

// places are the values of the hash that a sample is taken by.
const places = 10_007

// sampled chooses lines by a hash of their time, about a share of them: Loki has no chance of its own. It is a multiplication modulo a prime, of microseconds
// modulo another, in whole numbers as Loki's templates have them.
func sampled(share float64) string {
	return fmt.Sprintf("| label_format %[1]s=`{{mod (mul (mod (div (unixEpochNanos __timestamp__) 1000) 1000003) 7919) %[2]d}}` | %[1]s < %[3]d",
		slotLabel, places, max(1, int(share*places)))
}
