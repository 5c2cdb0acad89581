package tally

import (
	"math"
	"testing"
)

// Large integers and constants lose nothing: the mean lies between minimum and maximum, and the spread is that of the differences.
func TestMomentsFarFromZero(t *testing.T) {
	far := make([]int64, 7000)
	same := make([]float64, 8000)
	for i := range far {
		far[i] = 1<<53 + int64(i%70)
	}
	for i := range same {
		same[i] = 3.5
	}
	var m Moments
	for from := 0; from < len(far); from += 1000 { // in batches, as they come
		m.Add([]Run{{Slot: 0, From: from, To: from + 1000}}, Vector{Ints: far}, Vector{})
	}
	got := m.At(0)
	wantM2 := 100 * 70 * (70*70 - 1) / 12.0
	if math.Abs(got.Mean-(1<<53+34.5)) > 2 || math.Abs(got.M2-wantM2) > 1e-9*wantM2 {
		t.Errorf("mean %v, M2 %v, want %v and %v", got.Mean, got.M2, float64(1<<53)+34.5, wantM2)
	}
	var c Moments
	c.Add([]Run{{Slot: 0, From: 0, To: 3000}, {Slot: 0, From: 3000, To: 8000}}, Vector{Floats: same}, Vector{})
	if got := c.At(0); got.Mean != 3.5 || got.M2 != 0 {
		t.Errorf("a constant: mean %v, M2 %v", got.Mean, got.M2)
	}
	var h Moments
	h.Add([]Run{{Slot: 0, From: 0, To: 3}}, Vector{Floats: []float64{1e308, -1e308, 0}}, Vector{})
	if got := h.At(0); math.Abs(got.Mean) > 1e295 || math.IsNaN(got.Mean) {
		t.Errorf("huge values: mean %v", got.Mean)
	}
	var ends Moments
	ends.Add([]Run{{Slot: 0, From: 0, To: 2}}, Vector{Ints: []int64{math.MaxInt64, math.MinInt64}}, Vector{})
	if got := ends.At(0); math.Abs(got.Mean) > 2048 {
		t.Errorf("the ends of int64: mean %v", got.Mean)
	}
}
