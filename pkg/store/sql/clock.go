package sql

import (
	"fmt"
	"math"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Clock reads the event time of rows. A clock counts microseconds either on the UTC time line or on the wall clock of its zone: columns without an
// offset are never converted row by row; instead the bounds of windows are brought onto their time line, once.
type Clock struct {
	class  Class
	field  Field
	unit   unit
	format textFormat
	// Wall is the zone on whose wall clock times are counted; nil: UTC.
	Wall *time.Location
}

// unit is the length of a step of numeric times.
type unit struct {
	name        string
	perMicro    int64 // steps in a microsecond, where it is at least 1
	microsPer   int64 // microseconds in a step, where it is at least 1
	lessThanAbs float64
}

// units by magnitude: a number of seconds passes 1e11 in the year 5138, a number of milliseconds is at least that after March 1973, and so on.
var units = []unit{
	{"seconds", 0, 1_000_000, 1e11},
	{"milliseconds", 0, 1_000, 1e14},
	{"microseconds", 1, 1, 1e17},
	{"nanoseconds", 1_000, 0, math.Inf(1)},
}

// textFormat says what a text must be freed of before the engine can read it as a time.
type textFormat struct {
	digits bool // epoch numbers in text
	space  bool // a space before the offset
	comma  bool // a comma before the fraction of a second
	offset bool // some have an offset
	naive  bool // some have none
}

// TimeSample is what an engine must look at before a clock can be made of a text or number column: up to SampleSize values, in text.
const SampleSize = 1000

const mostShown = 60 // letters of a text that is no time

// NeedsSample says whether values must be seen to know how a column tells time.
func NeedsSample(f Field) bool {
	switch f.Class {
	case Integer, Wide, Float, Decimal, Text:
		return true
	}
	return false
}

// SampleStatement asks for the sample of a time column.
func (d *Dialect) SampleStatement(t *Table, f Field) Statement {
	x := d.Quote(f.Name)
	return Statement{Text: fmt.Sprintf("SELECT %s FROM %s AS t WHERE %s IS NOT NULL LIMIT %d", format(d.CastText, x), t.From, x, SampleSize)}
}

// NewClock makes a clock. zone is where times without offset are at home, nil for UTC.
func NewClock(f Field, sample []string, zone *time.Location) (*Clock, error) {
	c := &Clock{class: f.Class, field: f}
	if zone != nil && zone.String() != "UTC" {
		c.Wall = zone
	}
	switch f.Class {
	case Time, Date:
		return c, nil
	case Instant:
		c.Wall = nil
		return c, nil
	case Text:
		if err := c.readTexts(sample); err != nil {
			return nil, err
		}
		if c.format.digits || c.format.offset {
			// Where only some have an offset, the others are converted row by row.
			if c.format.digits || !c.format.naive {
				c.Wall = nil
			}
		}
		return c, nil
	case Integer, Wide, Float, Decimal:
		c.Wall = nil
		return c, c.readNumbers(sample)
	}
	return nil, columnError(f.Name, "is of type %s, which is no time", shorten.To(mostShown, f.Type))
}

func (c *Clock) readNumbers(sample []string) error {
	var magnitudes []float64
	for _, s := range sample {
		var x float64
		if _, err := fmt.Sscan(s, &x); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			magnitudes = append(magnitudes, math.Abs(x))
		}
	}
	c.unit = units[0]
	if len(magnitudes) == 0 {
		return nil
	}
	sort.Float64s(magnitudes)
	for _, u := range units {
		if magnitudes[len(magnitudes)/2] < u.lessThanAbs {
			c.unit = u
			break
		}
	}
	return nil
}

func (c *Clock) readTexts(sample []string) error {
	good, bad := 0, ""
	digits := 0
	for _, s := range sample {
		if isDigits(s) {
			digits++
			continue
		}
		t := strings.TrimSpace(s)
		if !LooksLikeTime(t) {
			if bad == "" {
				bad = s
			}
			continue
		}
		good++
		_, clock, _ := cutDate(t)
		if i := offsetStart(clock); i >= 0 {
			c.format.offset = true
			if i > 0 && clock[i-1] == ' ' {
				c.format.space = true
			}
		} else {
			c.format.naive = true
		}
		if strings.Contains(clock, ",") {
			c.format.comma = true
		}
	}
	switch {
	case len(sample) == 0:
		c.format.naive = true
		return nil
	case digits == len(sample):
		c.format = textFormat{digits: true}
		return c.readNumbers(sample)
	case good == 0:
		if bad == "" {
			bad = sample[0]
		}
		if foreignDate.MatchString(strings.TrimSpace(bad)) {
			return columnError(c.field.Name, "holds dates in a format that is not known, such as %q: write them as 2026-01-31 or 2026-01-31 12:00:00, which mean the same everywhere", shorten.To(mostShown, bad))
		}
		return columnError(c.field.Name, "is text and no time: it holds for example %q; a time looks like 2026-01-31 12:00:00 or 2026-01-31T12:00:00Z, or is a number of seconds since 1970", shorten.To(mostShown, bad))
	}
	return nil
}

// foreignDate is a date as some countries write it, and others read it otherwise.
var foreignDate = regexp.MustCompile(`^\d{1,4}[./-](\d{1,2}|[A-Za-z]{3})[./-]\d{1,4}\b`)

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// LooksLikeTime checks the year-month-day that every time text of ISO 8601 begins with.
func LooksLikeTime(s string) bool {
	date, _, ok := cutDate(strings.TrimSpace(s))
	if !ok {
		return false
	}
	_, err := time.Parse("2006-1-2", date)
	return err == nil
}

// TimesAmong tells which columns of texts hold times, from some rows: those whose texts all look like it.
func TimesAmong(names []string, rows [][]any) map[string]bool {
	times := map[string]bool{}
	for i, name := range names {
		seen, good := 0, 0
		for _, row := range rows {
			if text, ok := row[i].(string); ok && text != "" {
				seen++
				if LooksLikeTime(text) {
					good++
				}
			}
		}
		times[name] = seen > 0 && good == seen
	}
	return times
}

func cutDate(s string) (date, clock string, ok bool) {
	i := strings.IndexAny(s, " T")
	if i < 0 {
		i = len(s)
	}
	date = s[:i]
	if len(date) < 8 || len(date) > 10 {
		return "", "", false
	}
	if i < len(s) {
		clock = s[i+1:]
	}
	return date, clock, true
}

// offsetStart finds where the offset of a clock text begins, −1 without one.
func offsetStart(clock string) int {
	return strings.IndexAny(clock, "+-Zz")
}

// column is the raw column of relation source m.
func (c *Clock) column(d *Dialect) string { return mainAlias + "." + d.Quote(c.field.Name) }

// micros writes the microseconds of a row on the clock's time line.
func (c *Clock) micros(w *writer) string { return c.microsOf(w, c.column(w.dialect)) }

// microsOf writes the microseconds of a value of the clock's column.
func (c *Clock) microsOf(w *writer, x string) string {
	d := w.dialect
	switch c.class {
	case Time, Instant, Date:
		return format(d.Micros[c.class], x)
	case Text:
		if c.format.digits {
			return c.scaled(d, format(d.TryInteger, x))
		}
		return c.parsed(w, x)
	case Integer:
		return c.scaled(d, format(d.CastInteger, x))
	}
	// Numbers with a fraction: microseconds of a date fit a float's 53 bits.
	return format(d.TryRound, format(d.CastFloat, x), w.float(c.unit.micros()))
}

func (u unit) micros() float64 {
	if u.microsPer > 0 {
		return float64(u.microsPer)
	}
	return 1 / float64(u.perMicro)
}

// scaled brings whole steps to microseconds. A product that does not fit is no time.
func (c *Clock) scaled(d *Dialect, x string) string {
	if c.unit.microsPer > 1 {
		limit := math.MaxInt64 / c.unit.microsPer
		return fmt.Sprintf("CASE WHEN %s BETWEEN %d AND %d THEN %s * %d END", x, -limit, limit, x, c.unit.microsPer)
	}
	if c.unit.perMicro > 1 {
		// Rounded down, also before 1970.
		k := c.unit.perMicro
		return format(d.IntegerQuotient, fmt.Sprintf("(%s - (%s %% %d + %d) %% %d)", x, x, k, k, k), fmt.Sprint(k))
	}
	return x
}

func (c *Clock) parsed(w *writer, x string) string {
	d := w.dialect
	if c.format.comma {
		x = "replace(" + x + ", ',', '.')"
	}
	if c.format.space {
		x = "replace(replace(" + x + ", ' +', '+'), ' -', '-')"
	}
	instant := format(d.ParseTime, x)
	if c.Wall != nil && c.format.offset {
		// Both kinds in one column, at home in a zone of its own: those without offset are converted.
		zone := w.arg(c.Wall.String())
		return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END",
			format(d.Matches, x, w.arg(hasOffset)), instant, format(d.UTCTime, instant, zone))
	}
	return instant
}

// onWall says that the clock counts on the wall of its zone.
func (c *Clock) onWall() bool { return c.Wall != nil && !c.mixed() }

// mixed says that rows without offset are converted by the engine, so that the clock counts UTC in spite of its zone.
func (c *Clock) mixed() bool { return c.class == Text && c.Wall != nil && c.format.offset }

// between writes the conditions that a row's time lies in [from, to) on the clock's time line; nil bounds are open.
func (c *Clock) between(w *writer, from, to *int64) []string {
	d := w.dialect
	var parts []string
	x, literal := c.column(d), d.TimeLiteral[c.class]
	if literal == nil {
		x, literal = c.micros(w), func(us int64) string { return fmt.Sprint(us) }
		if c.class == Integer {
			// The column itself is compared, so that files can be skipped by their statistics.
			x, literal = c.column(d), func(us int64) string { return fmt.Sprint(c.stepsAtLeast(us)) }
		}
	}
	if from != nil {
		parts = append(parts, x+" >= "+literal(*from))
	}
	if to != nil {
		parts = append(parts, x+" < "+literal(*to))
	}
	return parts
}

// stepsAtLeast is the least number of whole steps that is not before a time.
func (c *Clock) stepsAtLeast(us int64) int64 {
	if c.unit.microsPer > 1 {
		q := us / c.unit.microsPer
		if us%c.unit.microsPer > 0 {
			q++
		}
		return q
	}
	if limit := math.MaxInt64 / max(c.unit.perMicro, 1); us > limit {
		return math.MaxInt64
	} else if us < -limit {
		return math.MinInt64
	}
	return us * max(c.unit.perMicro, 1)
}

// OnClock brings a point in time onto the clock's time line: the first reading of the clock that is not before it. Where the wall clock runs twice
// through an hour, times without offset are taken as the first run; where it jumps, the skipped readings belong before the jump.
func (c *Clock) OnClock(t time.Time) int64 {
	if !c.onWall() {
		return t.UnixMicro()
	}
	wall := wallMicros(t, c.Wall)
	// In the second run, readings repeat: the first reading that is not before t comes after the repeated stretch.
	if start, _ := t.In(c.Wall).ZoneBounds(); !start.IsZero() {
		if before := wallMicros(start.Add(-time.Microsecond), c.Wall) + 1; wall < before {
			return before
		}
	}
	return wall
}

// Instant is the point in time of a reading of the clock; the inverse of OnClock but for repeated and skipped readings.
func (c *Clock) Instant(micros int64) time.Time {
	if !c.onWall() {
		return time.UnixMicro(micros).UTC()
	}
	// The offset before the reading, in case it lies in a repeated or skipped stretch.
	guess := time.UnixMicro(micros).UTC()
	_, offset := guess.Add(-24 * time.Hour).In(c.Wall).Zone()
	t := guess.Add(-time.Duration(offset) * time.Second)
	if got := wallMicros(t, c.Wall); got != micros {
		_, offset = t.In(c.Wall).Zone()
		t = guess.Add(-time.Duration(offset) * time.Second)
	}
	return t
}

func wallMicros(t time.Time, zone *time.Location) int64 {
	_, offset := t.In(zone).Zone()
	return t.UnixMicro() + int64(offset)*1_000_000
}

// Windows are the bounds of windows on a clock's time line, ascending: window i is [From[i], To[i]).
type Windows struct{ From, To []int64 }

// The open ends of time.
const (
	Earliest int64 = math.MinInt64
	Latest   int64 = math.MaxInt64
)

// OnClock brings windows onto the clock's time line. A nil clock allows one unbounded window only. Windows must be disjoint and ascending.
func OnClock(c *Clock, windows []store.Window) (Windows, error) {
	var b Windows
	for i, win := range windows {
		if c == nil {
			if len(windows) > 1 || !win.From.IsZero() || !win.To.IsZero() {
				return b, fmt.Errorf("the source has no time column, so it can only be asked about as a whole")
			}
			return Windows{[]int64{Earliest}, []int64{Latest}}, nil
		}
		from, to := Earliest, Latest
		if !win.From.IsZero() {
			from = c.OnClock(win.From)
		}
		if !win.To.IsZero() {
			to = c.OnClock(win.To)
		}
		if i > 0 && from < b.To[i-1] {
			return b, fmt.Errorf("windows %d and %d overlap or are not in order", i-1, i)
		}
		if to < from {
			return b, fmt.Errorf("window %d ends before it begins", i)
		}
		b.From, b.To = append(b.From, from), append(b.To, to)
	}
	return b, nil
}
