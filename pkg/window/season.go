package window

import (
	"fmt"
	"slices"
	"time"
)

// Seasons finds what windows are compared with where time has a rhythm: the windows of the periods before the one that a window lies in, parted by their
// place in the period. Periods follow each other as units of the local clock do, weeks from Mondays and days from midnights, so that all windows of one
// period share what they are compared with, and a day of 23 or 25 hours keeps its weekday and its hours. Windows as long as a period have no place in it:
// they are compared with those before them.
type Seasons struct {
	spec   Spec
	zone   *time.Location
	period time.Duration
	n      int
	most   int
	known  map[seasonKey]*Season
	steps  periodSteps
}

// periodSteps are the steps of the periods before one, and their numbers: those that were asked for last, because windows of one period come together.
type periodSteps struct {
	period  int64
	steps   []Interval
	numbers []int64
}

// Season is what the windows of one period are compared with.
type Season struct {
	Windows []Window // oldest first
	Places  []int    // the place of each in its period
}

type seasonKey struct{ period, offset, rest int64 }

// NewSeasons plans for windows of the spec. period must hold a whole number of steps, so that places in it return; months are counted at their average
// length, so that 365d is twelve. n is how many periods are compared with. Of more than `most` windows only those at every k-th place are kept, a window's
// own place always.
func NewSeasons(spec Spec, zone *time.Location, period time.Duration, n, most int) (*Seasons, error) {
	s := &Seasons{spec: spec, zone: zone, period: period, n: n, most: most, known: map[seasonKey]*Season{}}
	steps := int64(0)
	if s.followsCalendar() && !s.holdPeriods() {
		if steps = spec.stepsIn(period); steps == 0 {
			return nil, fmt.Errorf("%s is no whole number of windows: a period must be a multiple of the time from one window to the next (%s)", FormatDuration(period), spec)
		}
	}
	switch {
	case period < time.Minute:
		return nil, fmt.Errorf("%s is too short for a period: a minute is the least", FormatDuration(period))
	case int64(n)*steps > mostOfSeason:
		return nil, fmt.Errorf("%d periods of %s are cut into %d windows, and %d are the most; choose longer windows, a shorter period or fewer of them",
			n, FormatDuration(period), int64(n)*steps, mostOfSeason)
	}
	return s, nil
}

// mostOfSeason bounds what the periods of a season are cut into before they are thinned: 24 weeks of minutes.
const mostOfSeason = 250_000

func (s *Seasons) followsCalendar() bool { return s.spec.Mode == Duration || s.spec.Mode == Units }

// holdPeriods tells whether a window is at least a period long, so that the rhythm is the same in all of them.
func (s *Seasons) holdPeriods() bool {
	return s.followsCalendar() && s.spec.Nominal(Interval{}) >= s.period
}

// stepsIn is how many steps of the calendar make a period; 0 where no whole number does. Months may be off by a twentieth.
func (s Spec) stepsIn(period time.Duration) int64 {
	step := s.Calendar(time.UTC).Length()
	n := int64((period + step/2) / step)
	off := (period - time.Duration(n)*step).Abs()
	if s.Unit == "month" && off <= time.Duration(n)*step/20 || off == 0 {
		return n
	}
	return 0
}

// Of is what a window is compared with, none of it ending after the window begins, and the window's own place. Windows of one period get the same Season,
// which must not be changed. Sliding windows are compared with windows that do not overlap each other; where a period holds no whole number of their lengths,
// with those of their own place. Windows that follow no calendar have but one place: the same stretch of the local calendar, some periods earlier.
func (s *Seasons) Of(w Window) (season *Season, place int) {
	switch {
	case s.holdPeriods():
		windows := Before(s.spec, Interval{}, s.zone, w.From, s.n)
		return &Season{windows, make([]int, len(windows))}, 0
	case !s.followsCalendar():
		return s.shifted(w), 0
	}
	calendar := s.spec.Calendar(s.zone)
	inPeriod, span := s.spec.stepsIn(s.period), int64(s.spec.span())
	first := calendar.indexAt(w.From)
	// Windows begin at offset + m·stride, and m counts the places of all periods.
	stride := span
	if inPeriod%span != 0 {
		stride = inPeriod
	}
	places, offset := inPeriod/stride, floorMod(first, stride)
	m := floorDiv(first, stride)
	own, every := floorMod(m, places), thinning(places, int64(s.n), int64(s.most))
	key := seasonKey{floorDiv(m, places), offset, own % every}
	if s.known[key] == nil {
		s.known[key] = s.before(calendar, key, stride, places, every)
	}
	return s.known[key], int(own)
}

func (s *Seasons) before(calendar Calendar, key seasonKey, stride, places, every int64) *Season {
	from, to := (key.period-int64(s.n))*places, key.period*places // in windows
	span := int64(s.spec.span())
	byNumber := map[int64][]Window{}
	if s.steps.steps == nil || s.steps.period != key.period {
		s.steps = periodSteps{period: key.period, steps: calendar.Within(calendar.around(from*stride, (to+1)*stride))}
		s.steps.numbers = make([]int64, len(s.steps.steps))
		for i, step := range s.steps.steps {
			s.steps.numbers[i] = calendar.indexAt(step.From)
		}
	}
	for i, step := range s.steps.steps {
		unit := s.steps.numbers[i]
		m := floorDiv(unit-key.offset, stride)
		if m < from || m >= to || unit-key.offset-m*stride >= span || floorMod(m, places)%every != key.rest {
			continue
		}
		if found := byNumber[m]; span > 1 && len(found) > 0 {
			found[0].To, found[0].Steps = step.To, append(found[0].Steps, step)
		} else {
			byNumber[m] = append(found, single(step)) // an hour that comes twice is there twice
		}
	}
	season := &Season{}
	for m := from; m < to; m++ {
		for _, w := range byNumber[m] {
			season.Windows, season.Places = append(season.Windows, w), append(season.Places, int(floorMod(m, places)))
		}
	}
	return season
}

// thinning is k where every k-th place of a period is kept so that n periods have at most so many windows. It shares no factor with the number of places,
// so that what is kept falls on all hours and all weekdays.
func thinning(places, n, most int64) int64 {
	kept := most / n // of a period
	if kept == 0 {
		return places
	}
	for k := (places + kept - 1) / kept; k < places; k++ {
		if gcd(k, places) == 1 {
			return k
		}
	}
	return places
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// indexAt is the number of the unit of the local clock in which an instant lies.
func (c Calendar) indexAt(t time.Time) int64 {
	_, offset := t.In(c.zone).Zone()
	return c.index(t.Unix() + int64(offset))
}

// around holds all units from number i to before number j, and a little more: an hour, and what the clock is changed by around the ends.
func (c Calendar) around(i, j int64) Interval {
	offsets := func(local int64) (least, most int64) {
		for k, at := range []int64{local - 2*86400, local + 2*86400} { // clocks differ from UTC by less than two days
			_, seconds := time.Unix(at, 0).In(c.zone).Zone()
			offset := int64(seconds)
			if k == 0 {
				least, most = offset, offset
			}
			least, most = min(least, offset), max(most, offset)
		}
		return least, most
	}
	_, east := offsets(c.start(i))
	west, _ := offsets(c.start(j))
	return Interval{time.Unix(c.start(i)-east-3600, 0).UTC(), time.Unix(c.start(j)-west+3600, 0).UTC()}
}

// shifted is the same stretch of the local calendar in the last n periods, or, of a window that is longer than a period, in the last n that it does not
// reach into.
func (s *Seasons) shifted(w Window) *Season {
	season := &Season{}
	length := int(w.Length() / s.period)
	first := max(1, length-int(2*Day/s.period)) // a change of the clock may bring an earlier one out of it
	for k := first; k <= length+s.n+1 && len(season.Windows) < s.n && time.Duration(k) <= farthest/s.period; k++ {
		back := time.Duration(k) * s.period
		i := Interval{earlier(w.From, back, s.zone), earlier(w.To, back, s.zone)}
		if !i.Empty() && !i.To.After(w.From) {
			season.Windows, season.Places = append(season.Windows, single(i)), append(season.Places, 0)
		}
	}
	slices.Reverse(season.Windows)
	return season
}
