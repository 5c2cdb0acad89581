// Package window decides which stretches of time a question is about: how time is cut into windows in the model's zone, which windows a panel or an
// alert rule asks for, and in which windows their reference is counted. It is pure: no store, no Grafana, and the time of day is handed in.
package window

import "time"

// Interval is the half-open stretch [From, To).
type Interval struct{ From, To time.Time }

// Empty tells whether no instant lies in the interval.
func (i Interval) Empty() bool { return !i.From.Before(i.To) }

// Length of the interval in elapsed time: a day of 25 hours has 25.
func (i Interval) Length() time.Duration { return i.To.Sub(i.From) }

// Overlaps tells whether two intervals share an instant.
func (i Interval) Overlaps(o Interval) bool { return i.From.Before(o.To) && o.From.Before(i.To) }

// Contains tells whether all of o lies in i.
func (i Interval) Contains(o Interval) bool { return !o.From.Before(i.From) && !o.To.After(i.To) }

// Equal compares instants, not zones.
func (i Interval) Equal(o Interval) bool { return i.From.Equal(o.From) && i.To.Equal(o.To) }

// Window is one window of a question. Steps are disjoint, ascending and together the whole window: what is counted. A sliding window has several,
// which it shares with its neighbours; every other window is its own only step.
type Window struct {
	Interval
	Steps   []Interval
	Partial bool // not closed yet: more rows may come
}

func single(i Interval) Window { return Window{Interval: i, Steps: []Interval{i}} }
