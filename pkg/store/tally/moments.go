package tally

import (
	"math"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Moments keeps the moments of one column by slot, of the differences from the slot's first value: integers beyond 2⁵³ lose nothing in them, and equal
// values are 0. A batch is summed about its own mean and then joined to what came before it (Chan, Golub and LeVeque 1979; for the third moment Pébay
// 2008), which keeps 15 digits where sums of powers would lose them.
type Moments struct{ slots []differences }

// differences are the moments of values, with the mean of their differences from the first one, which is whole for integers.
type differences struct {
	store.Moments
	whole int64
	float float64
}

// farthest bounds the values that others are subtracted from: a difference from one stays finite.
const farthest = 0x1p969

// At gives the moments of a slot; nil without rows.
func (m *Moments) At(slot int) *store.Moments {
	if slot >= len(m.slots) || m.slots[slot].Rows == 0 {
		return nil
	}
	t := m.slots[slot]
	if t.N > 0 {
		low := t.whole & (1<<20 - 1) // the rest has 44 digits
		t.SetMean(float64(t.whole-low)+t.float, float64(low)+t.Mean)
	}
	return &t.Moments
}

// Add takes a batch of numbers with the event time of each row, in microseconds; times may be nil.
func (m *Moments) Add(runs []Run, v Vector, times Vector) {
	for _, r := range runs {
		m.run(r.Slot, v, times, r.From, r.To)
	}
}

func (m *Moments) run(slot int32, v Vector, times Vector, from, to int) {
	for int(slot) >= len(m.slots) {
		m.slots = append(m.slots, differences{})
	}
	t := &m.slots[slot]
	if t.Rows == 0 {
		t.OldestMicros, t.NewestMicros = math.MaxInt64, math.MinInt64
	}
	var b store.Moments
	sum, first := 0.0, 0.0
	at := func(i int) float64 {
		if v.Ints != nil {
			return float64(v.Ints[i])
		}
		return v.Floats[i]
	}
	difference := func(i int) float64 {
		if v.Ints == nil {
			return v.Floats[i] - t.float
		}
		d := v.Ints[i] - t.whole
		if (d < 0) != (v.Ints[i] < t.whole) { // it has 64 digits and a sign
			return float64(v.Ints[i]) - float64(t.whole)
		}
		return float64(d)
	}
	for i := from; i < to; i++ {
		t.Rows++
		if times.Ints != nil && !times.Missing(i) {
			t.OldestMicros, t.NewestMicros = min(t.OldestMicros, times.Ints[i]), max(t.NewestMicros, times.Ints[i])
		}
		if v.Missing(i) {
			t.Null++
			continue
		}
		x := at(i)
		switch {
		case math.IsNaN(x):
			t.NaN++
			continue
		case math.IsInf(x, 0):
			t.Inf++
			continue
		}
		if t.N == 0 && b.N == 0 {
			if v.Ints != nil {
				t.whole = v.Ints[i]
			} else if math.Abs(x) < farthest {
				t.float = x
			}
		}
		if b.N == 0 {
			b.Min, b.Max, first = x, x, difference(i)
		}
		b.Min, b.Max = math.Min(b.Min, x), math.Max(b.Max, x)
		b.N++
		sum += difference(i) / float64(to-from) // scaled, so that a sum of huge values stays finite
	}
	if b.N == 0 {
		return
	}
	b.Mean = sum * (float64(to-from) / b.N)
	if b.Min == b.Max { // exactly, also where differences from it might not be finite
		b.Mean = first
	}
	for i := from; i < to && b.Min < b.Max; i++ {
		if v.Missing(i) {
			continue
		}
		if x := at(i); x-x == 0 {
			d := difference(i) - b.Mean
			b.M2 += d * d
			b.M3 += d * d * d
		}
	}
	join(&t.Moments, b)
}

// join adds the moments of a batch of values.
func join(t *store.Moments, b store.Moments) {
	if t.N == 0 {
		t.N, t.Mean, t.M2, t.M3, t.Min, t.Max = b.N, b.Mean, b.M2, b.M3, b.Min, b.Max
		return
	}
	n := t.N + b.N
	d := b.Mean - t.Mean
	t.M3 += b.M3 + d*d*d*t.N*b.N*(t.N-b.N)/(n*n) + 3*d*(t.N*b.M2-b.N*t.M2)/n
	t.M2 += b.M2 + d*d*t.N*b.N/n
	t.Mean += d * b.N / n
	t.N = n
	t.Min, t.Max = math.Min(t.Min, b.Min), math.Max(t.Max, b.Max)
}
