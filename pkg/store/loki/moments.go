package loki

import (
	"context"
	"errors"
	"math"
	"strconv"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Moments come from the values where Loki can count these, else from sums of powers that Loki adds up, of the differences from a value in the middle.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	a, err := s.asked(ctx, q.Relation, q.GroupBy, q.Windows)
	if err != nil {
		return nil, err
	}
	columns := make([]*counted, len(q.Columns))
	for i, c := range q.Columns {
		c.Kind = "numeric"
		columns[i] = a.counted(c)
	}
	return a.moments(columns)
}

// summed are the moments of a column by slot.
type summed map[int]*store.Moments

func (a *asked) moments(columns []*counted) (*store.MomentsResult, error) {
	if err := a.countRows(columns, a.store.most); err != nil {
		return nil, err
	}
	times := map[int][2]int64{} // by slot: micros of the oldest and the newest line
	all := make([]summed, len(columns))
	if a.scanned <= float64(a.store.most) {
		if err := a.inLines(columns, 1, true, times); err != nil {
			return nil, err
		}
	} else {
		if err := a.times(times); err != nil {
			return nil, err
		}
		if err := atOnce(len(columns), func(i int) error {
			of := columns[i]
			if of.err != nil {
				return nil
			}
			err := a.byQuery(of)
			var many *seriesError
			if errors.As(err, &many) {
				all[i], err = a.sums(of)
			}
			of.settle()
			return err
		}); err != nil {
			return nil, err
		}
	}
	out := &store.MomentsResult{}
	var order []int
	out.Segments, out.SegmentNulls, order = a.sorted()
	for i, of := range columns {
		if of.err == nil {
			of.err = of.wrong()
		}
		out.Errs = append(out.Errs, of.err)
		bySegment := make([][]*store.Moments, len(order))
		for n, segment := range order {
			bySegment[n] = make([]*store.Moments, len(a.windows))
			for w := range a.windows {
				slot := segment*len(a.windows) + w
				if a.rows[slot] == 0 || of.err != nil {
					continue
				}
				m := all[i][slot]
				if all[i] == nil {
					var err error
					if m, err = of.moments(slot); err != nil {
						return nil, err
					}
				}
				if m != nil {
					m.OldestMicros, m.NewestMicros = times[slot][0], times[slot][1]
					bySegment[n][w] = m
				}
			}
		}
		out.ByColumn = append(out.ByColumn, bySegment)
	}
	out.Stats = a.stats()
	return out, nil
}

// moments are those of the values of a slot.
func (t *tallies) moments(slot int) (*store.Moments, error) {
	c, err := t.exact(slot)
	if c == nil || err != nil {
		return nil, err
	}
	m := &store.Moments{Rows: c.Rows, N: c.Total(), Null: c.Null, NaN: c.NaN, Inf: c.PosInf + c.NegInf}
	if of, ok := c.Moments(); ok && m.N > 0 {
		m.Mean, m.M2, m.M3, m.Min, m.Max = of.Mean, of.M2, of.M3, of.Min, of.Max
	}
	return m, nil
}

// times asks when the oldest and the newest line of each slot came.
func (a *asked) times(into map[int][2]int64) error {
	at := a.about.with("| label_format "+slotLabel+"=`"+microsOfLine+"`", "| unwrap "+slotLabel)
	for i, which := range []string{"min", "max"} {
		t, err := a.exactly(a.selector, at.within(which+"_over_time", a.by()), map[string]func(a, b float64) float64{"min": math.Min, "max": math.Max}[which])
		if err != nil {
			return err
		}
		if err := a.each(t, func(_ map[string]string, slot int, x float64) {
			both := into[slot]
			both[i] = int64(x)
			into[slot] = both
		}); err != nil {
			return err
		}
	}
	return nil
}

// sums asks for sums of powers of a column's plain numbers.
func (a *asked) sums(of *counted) (summed, error) {
	of.slots = map[int]*atSlot{}
	numbers := a.about.with(of.isNumber())
	// What is no plain number is counted by its text.
	if err := a.counting(a.about.with(of.isOther()), []string{of.name}, func(labels map[string]string) bool { return !readable.MatchString(labels[of.name]) }, of.take); err != nil {
		return nil, err
	}
	bySlot := func(t *table, err error) (map[int]float64, error) {
		out := map[int]float64{}
		if err == nil {
			err = a.each(t, func(_ map[string]string, slot int, x float64) { out[slot] = x })
		}
		return out, err
	}
	// added is a sum over the plain numbers, put right by those on edges.
	added := func(expression func(reach) string, term func(x float64) float64) (map[int]float64, error) {
		out, err := bySlot(a.overWindows(a.selector, expression))
		if err != nil {
			return nil, err
		}
		return out, a.onEdges(func(labels map[string]string, slot int, rows float64) {
			if x, err := strconv.ParseFloat(labels[of.name], 64); err == nil && readable.MatchString(labels[of.name]) {
				out[slot] += rows * term(x)
			}
		})
	}
	n, err := added(numbers.counted(a.by()...), func(float64) float64 { return 1 })
	if err != nil {
		return nil, err
	}
	each := numbers.with("| unwrap " + of.name)
	lowest, err := bySlot(a.exactly(a.selector, each.within("min_over_time", a.by()), math.Min))
	if err != nil {
		return nil, err
	}
	highest, err := bySlot(a.exactly(a.selector, each.within("max_over_time", a.by()), math.Max))
	if err != nil {
		return nil, err
	}
	totals, err := added(each.over("sum_over_time", "sum", a.by()...), func(x float64) float64 { return x })
	if err != nil {
		return nil, err
	}
	number, total := 0.0, 0.0
	for slot, x := range totals {
		number, total = number+n[slot], total+x
	}
	centre := total / max(number, 1)
	var powers [3]map[int]float64
	for i, power := range []string{"$d", "mulf $d $d", "mulf $d $d $d"} {
		template := "{{$d := subf (float64 ." + of.name + ") " + floatOf(centre) + "}}{{" + power + "}}"
		d := numbers.with("| label_format "+slotLabel+"=`"+template+"`", "| unwrap "+slotLabel)
		if powers[i], err = added(d.over("sum_over_time", "sum", a.by()...), func(x float64) float64 { return math.Pow(x-centre, float64(i+1)) }); err != nil {
			return nil, err
		}
	}
	out := summed{}
	for slot, rows := range a.rows {
		m := &store.Moments{Rows: rows, Min: math.Inf(1), Max: math.Inf(-1)}
		if k := n[slot]; k > 0 {
			mean := powers[0][slot] / k
			m.N, m.Min, m.Max = k, lowest[slot], highest[slot]
			m.M2 = math.Max(0, powers[1][slot]-k*mean*mean)
			m.M3 = powers[2][slot] - 3*mean*powers[1][slot] + 2*k*mean*mean*mean
			m.SetMean(centre, mean)
		}
		if other := of.slots[slot]; other != nil {
			m.Null, m.NaN, m.Inf = other.other.Null, other.other.NaN, other.other.PosInf+other.other.NegInf
		}
		out[slot] = m
	}
	return out, nil
}
