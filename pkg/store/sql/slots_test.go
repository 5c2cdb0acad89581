package sql

import (
	"reflect"
	"testing"
)

// TestTrimmed: what a condition on the time has left out needs no slot, and a slot still tells its window.
func TestTrimmed(t *testing.T) {
	clock := &Clock{}
	for name, test := range map[string]struct {
		from, to []int64
		bounds   []int64
		windows  []int
	}{
		"one window":         {[]int64{10}, []int64{20}, nil, []int{0}},
		"two that touch":     {[]int64{10, 20}, []int64{20, 30}, []int64{20}, []int{0, 1}},
		"two apart":          {[]int64{10, 30}, []int64{20, 40}, []int64{20, 30}, []int{0, -1, 1}},
		"without a begin":    {[]int64{Earliest, 20}, []int64{20, 30}, []int64{20}, []int{0, 1}},
		"one that is empty":  {[]int64{10, 20}, []int64{10, 30}, nil, []int{1}},
		"all times":          {[]int64{Earliest}, []int64{Latest}, nil, []int{0}},
		"none that has time": {[]int64{10}, []int64{10}, nil, []int{-1}},
	} {
		got := timeSlots(clock, Windows{From: test.from, To: test.to}).trimmed()
		if !reflect.DeepEqual(got.bounds, test.bounds) || !reflect.DeepEqual(got.windows, test.windows) {
			t.Errorf("%s: bounds %v of windows %v, want %v of %v", name, got.bounds, got.windows, test.bounds, test.windows)
		}
	}
}
