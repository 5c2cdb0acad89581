package window

import (
	"fmt"
	"strings"
	"time"
)

// Mode is a way to say which windows are wanted.
type Mode string

const (
	Auto     Mode = "auto"     // the model's windows, made longer or shorter where a panel would get too many or none
	Duration Mode = "duration" // every Every, each Length long
	Units    Mode = "calendar" // days, weeks or months
	Range    Mode = "range"    // the dashboard's range as one window
	Last     Mode = "last"     // the last Length, or the last Rows rows, before the end of the range as one window
	Rows     Mode = "rows"     // so many rows each, counted from each local midnight, or from the start of the range
	Count    Mode = "count"    // the range in Parts windows of equally many rows
)

// Where windows of rows are counted from.
const (
	FromMidnight = "day"
	FromRange    = "range"
)

// Spec is how windows are cut, in one zone.
type Spec struct {
	Mode   Mode
	Every  time.Duration // Duration: from one window to the next
	Length time.Duration // Duration: a multiple of Every; Last: the length, 0 where Rows is set
	Unit   string        // Units: day, week or month
	Rows   int           // Rows, Last: how many; Count: once they are counted
	Anchor string        // Rows: FromMidnight or FromRange
	Parts  int           // Count: how many windows
}

// ByRows tells whether windows are stretches of a number of rows: where they begin and end only the log knows.
func (s Spec) ByRows() bool { return s.Mode == Rows || s.Mode == Count || s.Mode == Last && s.Rows > 0 }

// Fixed is the spec of windows of one length, one after the other.
func Fixed(d time.Duration) Spec { return Spec{Mode: Duration, Every: d, Length: d} }

// ParseSpec reads a model's default window: a length such as "1d", or day, week, month.
func ParseSpec(text string) (Spec, error) {
	switch text {
	case "day", "week", "month":
		return Spec{Mode: Units, Unit: text}, nil
	case "1M":
		return Spec{Mode: Units, Unit: "month"}, nil
	}
	if strings.HasSuffix(strings.TrimRight(strings.TrimSpace(text), "s"), "row") {
		return Spec{}, fmt.Errorf("%q: a model's own windows are stretches of time, such as 1d, or day, week, month; windows of rows are asked for in a query", text)
	}
	d, err := ParseDuration(text)
	if err != nil {
		return Spec{}, err
	}
	if d%time.Second != 0 {
		return Spec{}, fmt.Errorf("%q: windows are whole seconds long", text)
	}
	return Fixed(d), nil
}

// Calendar is the cut that the steps of the spec follow. Only for Duration and Units.
func (s Spec) Calendar(zone *time.Location) Calendar {
	switch s.Unit {
	case "day":
		return Every(Day, zone)
	case "week":
		return Every(7*Day, zone)
	case "month":
		return Months(zone)
	}
	return Every(s.Every, zone)
}

// span is how many steps make one window.
func (s Spec) span() int {
	if s.Mode == Duration && s.Length > s.Every {
		return int(s.Length / s.Every)
	}
	return 1
}

// Nominal is the length of one window in ordinary days: what a budget of alarms and the words on a panel go by.
func (s Spec) Nominal(rng Interval) time.Duration {
	switch s.Mode {
	case Range:
		return rng.Length()
	case Last:
		return s.Length
	case Units:
		return s.Calendar(time.UTC).Length()
	}
	return s.Length
}

// calendarLength is the time from one window to the next.
func (s Spec) calendarLength(rng Interval) time.Duration {
	if s.Mode == Duration || s.Mode == Units {
		return s.Calendar(time.UTC).Length()
	}
	return s.Nominal(rng)
}

// String is the spec as a person would say it: "1d", "6h every 1h", "week".
func (s Spec) String() string {
	switch s.Mode {
	case Units:
		return s.Unit
	case Range:
		return "the whole range"
	case Rows:
		return fmt.Sprintf("%d rows", s.Rows)
	case Count:
		return fmt.Sprintf("the range in %d", s.Parts)
	case Last:
		if s.Rows > 0 {
			return fmt.Sprintf("the last %d rows", s.Rows)
		}
		return "the last " + FormatDuration(s.Length)
	case Auto:
		return "auto"
	}
	if s.Length > s.Every {
		return FormatDuration(s.Length) + " every " + FormatDuration(s.Every)
	}
	return FormatDuration(s.Every)
}

// comfortable is how many windows a panel can show well, bearable how many it can show at all, and fewest how many it gets when the model's own window
// is longer than the whole range.
const (
	comfortable = 200
	bearable    = 750
	fewest      = 4
)

// calibrated is how many reference windows a verdict needs to know the ordinary variation between windows (docs/verdicts.md).
const calibrated = 8

// lengths that people count in, ascending.
var lengths = []Spec{
	Fixed(time.Minute), Fixed(5 * time.Minute), Fixed(15 * time.Minute), Fixed(30 * time.Minute),
	Fixed(time.Hour), Fixed(3 * time.Hour), Fixed(6 * time.Hour), Fixed(12 * time.Hour),
	Fixed(Day), {Mode: Units, Unit: "week"}, {Mode: Units, Unit: "month"},
}

// Adapt turns the model's default window into one that suits a panel's range: longer where there would be more than some 200 windows, shorter where
// not even one would fit. Longer windows leave fewer in the reference: where a reference so long would be cut into too few to judge by, a panel rather
// gets more windows than it likes. reference 0 means that it does not matter. Alert rules do not adapt: they use the default itself.
func Adapt(own Spec, rng Interval, reference time.Duration) Spec {
	length := own.Nominal(rng)
	if rng.Length() > comfortable*length {
		best := own
		for _, longer := range lengths {
			n := longer.Nominal(rng)
			if n <= length {
				continue
			}
			if reference > 0 && reference < calibrated*n && rng.Length() <= bearable*best.Nominal(rng) {
				return best
			}
			if best = longer; rng.Length() <= comfortable*n {
				break
			}
		}
		return best
	}
	if rng.Length() < length {
		for i := len(lengths) - 1; i >= 0; i-- {
			if n := lengths[i].Nominal(rng); n < length && rng.Length() >= fewest*n {
				return lengths[i]
			}
		}
		return lengths[0]
	}
	return own
}
