package window

import (
	"fmt"
	"slices"
	"time"
)

// MaxWindows bounds the windows of one question: about two a pixel of a wide panel.
const MaxWindows = 2000

// Clock is what decides which windows are closed: a window is closed Lateness after its end.
type Clock struct {
	Now      time.Time
	Lateness time.Duration
}

// closed is the newest instant at which a closed window can end.
func (c Clock) closed() time.Time { return c.Now.Add(-c.Lateness) }

// mostUnits bounds what a period is cut into before it is thinned: ten years of hours, two months of minutes.
const mostUnits = 100_000

// TooManyWindowsError says that a range would be cut into more windows than one answer may have.
type TooManyWindowsError struct {
	Spec  Spec
	Range Interval
	Count int64
	Limit int
}

func (e *TooManyWindowsError) Error() string {
	return fmt.Sprintf("windows of %s cut the range of %s into about %d windows, more than the %d that one query may ask for; choose longer windows or a shorter range",
		e.Spec, roughly(e.Range.Length()), e.Count, e.Limit)
}

func roughly(d time.Duration) string {
	if d >= 2*Day {
		return fmt.Sprintf("%d days", d/Day)
	}
	return fmt.Sprintf("%d hours", d/time.Hour)
}

// Panel lists the windows that share an instant with the range, oldest first. Windows are never cut at the edges of the range, so the same window has
// the same rows in every panel. Windows that are not closed are left out unless partial; those that have not begun are always left out.
func Panel(spec Spec, rng Interval, zone *time.Location, clock Clock, partial bool) ([]Window, error) {
	if rng.Empty() {
		return nil, fmt.Errorf("the time range is empty: it begins %s and ends %s", rng.From.Format(time.RFC3339), rng.To.Format(time.RFC3339))
	}
	switch spec.Mode {
	case Range:
		w := single(rng)
		w.Partial = rng.To.After(clock.closed())
		return []Window{w}, nil
	case Last:
		return []Window{last(spec, rng, zone, clock, partial)}, nil
	}
	if n := int64(rng.Length()/spec.Calendar(zone).Length()) + 1; n > MaxWindows {
		return nil, &TooManyWindowsError{spec, rng, n, MaxWindows}
	}
	steps := spec.Calendar(zone).Overlapping(rng)
	if k := spec.span(); k > 1 && len(steps) > 0 { // the first window ends with the first step in the range
		first := spec.Calendar(zone).Back(steps[0].From, k-1)
		steps = append(spec.Calendar(zone).Within(Interval{first, steps[0].From}), steps...)
	}
	var windows []Window
	for _, w := range slide(steps, spec.span()) {
		w.Partial = w.To.After(clock.closed())
		if w.Partial && !partial || w.From.After(clock.Now) {
			continue
		}
		windows = append(windows, w)
	}
	return windows, nil
}

// Newest lists the newest n closed windows that end by the end of the range, oldest first: what an alert rule asks for. The newest of them may end up
// to three windows before the range begins; with none in sight the list is empty.
func Newest(spec Spec, rng Interval, zone *time.Location, clock Clock, n int) ([]Window, error) {
	if rng.Empty() {
		return nil, fmt.Errorf("the time range is empty: it begins %s and ends %s", rng.From.Format(time.RFC3339), rng.To.Format(time.RFC3339))
	}
	if n > MaxWindows {
		return nil, &TooManyWindowsError{spec, rng, int64(n), MaxWindows}
	}
	end := rng.To
	if end.After(clock.closed()) {
		end = clock.closed()
	}
	switch spec.Mode {
	case Range:
		if i := (Interval{rng.From, end}); !i.Empty() {
			return []Window{single(i)}, nil
		}
		return nil, nil
	case Last:
		return []Window{last(spec, rng, zone, clock, false)}, nil
	}
	calendar := spec.Calendar(zone)
	to := calendar.Floor(end)
	if to.Before(rng.From.Add(-3 * spec.Nominal(rng))) {
		return nil, nil
	}
	from := calendar.Back(to, spec.span()+n-1)
	return slide(calendar.Within(Interval{from, to}), spec.span()), nil
}

// farthest bounds how far back windows are looked for: no log is as old, and a time.Duration holds no more than 292 years.
const farthest = 200 * 366 * Day

// Before lists the n windows that end at or before t and do not share an instant with each other, oldest first: `previous` and `trailing`. None lies more
// than two hundred years earlier.
func Before(spec Spec, rng Interval, zone *time.Location, t time.Time, n int) []Window {
	n = min(n, max(1, int(farthest/max(spec.Nominal(rng), time.Second))))
	if spec.Mode == Range || spec.Mode == Last {
		return chunks(spec.Nominal(rng), Interval{earlier(t, time.Duration(n)*spec.Nominal(rng), zone), t}, zone)
	}
	calendar := spec.Calendar(zone)
	to := calendar.Floor(t)
	return tumble(calendar.Within(Interval{calendar.Back(to, n*spec.span()), to}), spec.span())
}

// Reference cuts a period into windows of the current window's length, aligned in the same way, none sharing an instant with another, oldest first.
// Windows of a range or of the last so long fit no calendar: the period is cut evenly, into windows about as long. Windows that overlap an excluded
// period are left out. A period too short for even one whole window is one window itself.
func Reference(spec Spec, rng Interval, zone *time.Location, period Interval, exclude []Interval) ([]Window, error) {
	if period.Empty() {
		return nil, nil
	}
	if n := int64(period.Length() / spec.calendarLength(rng)); n > mostUnits {
		return nil, fmt.Errorf("the reference: %w", &TooManyWindowsError{spec, period, n, mostUnits})
	}
	var all []Window
	if spec.Mode == Range || spec.Mode == Last {
		all = even(spec.Nominal(rng), period)
	} else {
		all = tumble(spec.Calendar(zone).Within(period), spec.span())
	}
	if len(all) == 0 {
		all = []Window{single(period)}
	}
	kept := all[:0]
	for _, w := range all {
		if !overlapsAny(w.Interval, exclude) {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// Thin leaves at most n of many windows, spread evenly: every k-th, where k is a prime that divides neither a day nor a week of windows, so that all
// hours and weekdays stay represented.
func Thin(windows []Window, n int) []Window {
	if len(windows) <= n {
		return windows
	}
	for _, k := range []int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127} {
		if aDay := int(Day / max(windows[0].Length(), time.Second)); k*n < len(windows) || aDay > 0 && (7*aDay)%k == 0 {
			continue
		}
		var some []Window
		for i := len(windows) - 1; i >= 0; i -= k { // the newest is always among them
			some = append(some, windows[i])
		}
		slices.Reverse(some)
		return some
	}
	return windows[len(windows)-n:]
}

// Shared lists the positions of the windows in reference that share an instant with w.
func Shared(w Interval, reference []Window) []int {
	var shared []int
	for i := range reference {
		if w.Overlaps(reference[i].Interval) {
			shared = append(shared, i)
		}
	}
	return shared
}

func overlapsAny(i Interval, others []Interval) bool {
	for _, o := range others {
		if i.Overlaps(o) {
			return true
		}
	}
	return false
}

// last is the one window of mode Last: it ends with the range, but not later than what is closed, or begun.
func last(spec Spec, rng Interval, zone *time.Location, clock Clock, partial bool) Window {
	end, limit := rng.To, clock.closed()
	if partial {
		limit = clock.Now
	}
	if end.After(limit) {
		end = limit
	}
	w := single(Interval{earlier(end, spec.Length, zone), end})
	w.Partial = end.After(clock.closed())
	return w
}

// slide makes a window of every run of k steps.
func slide(steps []Interval, k int) []Window {
	var windows []Window
	for i := k; i <= len(steps); i++ {
		run := steps[i-k : i]
		windows = append(windows, Window{Interval: Interval{run[0].From, run[k-1].To}, Steps: run})
	}
	return windows
}

// tumble makes windows of k steps each that share none, the last of them ending with the last step.
func tumble(steps []Interval, k int) []Window {
	var windows []Window
	for i := len(steps) % k; i+k <= len(steps); i += k {
		run := steps[i : i+k]
		windows = append(windows, Window{Interval: Interval{run[0].From, run[k-1].To}, Steps: run})
	}
	return windows
}

// chunks cuts a period into windows of a length that fits no calendar, backwards from its end.
func chunks(length time.Duration, period Interval, zone *time.Location) []Window {
	var backwards []Window
	for n := 1; ; n++ {
		i := Interval{earlier(period.To, time.Duration(n)*length, zone), earlier(period.To, time.Duration(n-1)*length, zone)}
		if i.From.Before(period.From) || i.Empty() {
			break
		}
		backwards = append(backwards, single(i))
	}
	windows := make([]Window, len(backwards))
	for i, w := range backwards {
		windows[len(windows)-1-i] = w
	}
	return windows
}

// even cuts a period into equal windows as near to a length as makes them fill it: all of a reference is used, whatever the length of a range.
func even(length time.Duration, period Interval) []Window {
	n := max(1, (period.Length()+length/2)/length)
	windows := make([]Window, n)
	for i := range windows {
		k := time.Duration(i)
		windows[i] = single(Interval{period.From.Add((period.Length() / n * k).Truncate(time.Second)), period.From.Add((period.Length() / n * (k + 1)).Truncate(time.Second))})
	}
	windows[n-1].To = period.To
	windows[n-1].Steps[0].To = period.To
	return windows
}

// earlier goes back by d: whole days on the local calendar, the rest in elapsed time.
func earlier(t time.Time, d time.Duration, zone *time.Location) time.Time {
	days := d / Day
	return t.In(zone).AddDate(0, 0, -int(days)).Add(-(d - days*Day)).UTC()
}
