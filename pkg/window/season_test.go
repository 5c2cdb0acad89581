package window

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// changing are zones whose clocks change in different ways: by an hour at night, by half an hour, at midnight, by a whole day.
var changing = []string{"Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Africa/Cairo"}

// A window's own place holds the windows of the same weekday and hour of the local clock, as many as there are periods, whatever the clock does.
func TestSeasonsKeepWeekdayAndHour(t *testing.T) {
	for _, name := range changing {
		z := zone(t, name)
		for _, c := range []struct {
			spec   Spec
			period time.Duration
			n      int
		}{{Fixed(Day), 7 * Day, 4}, {Spec{Mode: Units, Unit: "day"}, 7 * Day, 2}, {Fixed(time.Hour), Day, 5}, {Fixed(time.Hour), 7 * Day, 4}, {Fixed(15 * time.Minute), 7 * Day, 4},
			{Spec{Mode: Duration, Every: time.Hour, Length: 6 * time.Hour}, Day, 7}, {Spec{Mode: Duration, Every: Day, Length: 2 * Day}, 7 * Day, 4}} {
			seasons, err := NewSeasons(c.spec, z, c.period, c.n, 672)
			if err != nil {
				t.Fatal(err)
			}
			for _, year := range []int{2011, 2026} {
				begin := time.Date(year, 1, 3, 0, 0, 0, 0, z)
				rng := Interval{begin, begin.AddDate(1, 0, 0)}
				steps := c.spec.Calendar(z).Overlapping(rng)
				for i := 0; i+c.spec.span() <= len(steps); i += 1 + len(steps)/40 {
					w := slide(steps[i:i+c.spec.span()], c.spec.span())[0]
					season, own := seasons.Of(w)
					if len(season.Windows) > 672+c.n || len(season.Windows) != len(season.Places) {
						t.Fatalf("%s, %s: %d windows, %d places", name, c.spec, len(season.Windows), len(season.Places))
					}
					mine := 0
					for k, ref := range season.Windows {
						if ref.To.After(w.From) || ref.Empty() || k > 0 && ref.From.Before(season.Windows[k-1].To) {
							t.Fatalf("%s, %s, %s: window %d of the reference is %s – %s", name, c.spec, w.From.In(z), k, ref.From.In(z), ref.To.In(z))
						}
						if season.Places[k] != own {
							continue
						}
						mine++
						a, b := w.From.In(z), ref.From.In(z)
						if c.period == 7*Day && a.Weekday() != b.Weekday() {
							t.Fatalf("%s, %s: %s is compared with %s", name, c.spec, a, b)
						}
						// A clock that is set forward makes a window begin late.
						if minutes := (a.Hour()-b.Hour())*60 + a.Minute() - b.Minute(); minutes != 0 && !changes(w.Interval, z) && !changes(ref.Interval, z) {
							t.Fatalf("%s, %s: %s is compared with %s", name, c.spec, a, b)
						}
					}
					// One may be missing where the clock skips it, or there twice where it goes back.
					if mine < c.n-2 || mine > c.n+2 || mine != c.n && !changes(Interval{w.From.AddDate(0, 0, -7*c.n-7), w.From.AddDate(0, 0, 1)}, z) {
						t.Fatalf("%s, %s: %s has %d windows of its own place", name, c.spec, w.From.In(z), mine)
					}
				}
			}
		}
	}
}

// changes tells whether the clock changes in an interval or at its ends.
func changes(i Interval, z *time.Location) bool {
	_, before := i.From.Add(-time.Minute).In(z).Zone()
	for at := i.From; at.Before(i.To.Add(30 * time.Minute)); at = at.Add(30 * time.Minute) {
		if _, now := at.In(z).Zone(); now != before {
			return true
		}
	}
	return false
}

func TestSeasons(t *testing.T) {
	z := zone(t, "Europe/Copenhagen")
	seasons, err := NewSeasons(Fixed(Day), z, 7*Day, 2, 672)
	if err != nil {
		t.Fatal(err)
	}
	wednesday := time.Date(2026, 4, 8, 0, 0, 0, 0, z)
	day := func(d int) Window {
		return single(Interval{wednesday.AddDate(0, 0, d).UTC(), wednesday.AddDate(0, 0, d+1).UTC()})
	}
	season, own := seasons.Of(day(0))
	if own != 2 || describe(season.Windows[:1], z) != "03-23T00:00/03-24T00:00" || describe(season.Windows[13:], z) != "04-05T00:00/04-06T00:00" || len(season.Windows) != 14 {
		t.Errorf("place %d, %s", own, describe(season.Windows, z))
	}
	if fmt.Sprint(season.Places) != "[0 1 2 3 4 5 6 0 1 2 3 4 5 6]" {
		t.Errorf("%v", season.Places)
	}
	if same, thursday := seasons.Of(day(1)); same != season || thursday != 3 {
		t.Error("Thursday is compared with the same windows")
	}
	if next, _ := seasons.Of(day(5)); next == season {
		t.Error("next week is not")
	}
	months, err := NewSeasons(Spec{Mode: Units, Unit: "month"}, z, 365*Day, 2, 672)
	if err != nil {
		t.Fatal(err)
	}
	may := single(Interval{time.Date(2026, 5, 1, 0, 0, 0, 0, z), time.Date(2026, 6, 1, 0, 0, 0, 0, z)})
	if season, own := months.Of(may); own != 4 || len(season.Windows) != 24 || !season.Windows[4].From.Equal(time.Date(2024, 5, 1, 0, 0, 0, 0, z)) {
		t.Errorf("place %d of %d", own, len(season.Windows))
	}
	whole, err := NewSeasons(Spec{Mode: Range}, z, 7*Day, 2, 672)
	if err != nil {
		t.Fatal(err)
	}
	if season, _ := whole.Of(day(0)); describe(season.Windows, z) != "03-25T00:00/03-26T00:00, 04-01T00:00/04-02T00:00" {
		t.Errorf("a range: %s", describe(season.Windows, z))
	}
	if season, _ := whole.Of(single(Interval{wednesday, wednesday.AddDate(0, 0, 10)})); describe(season.Windows, z) != "03-18T00:00/03-28T00:00, 03-25T00:00/04-04T00:00" {
		t.Errorf("what would overlap the window itself: %s", describe(season.Windows, z))
	}
	long, err := NewSeasons(Spec{Mode: Units, Unit: "month"}, z, 7*Day, 2, 672)
	if err != nil {
		t.Fatal(err)
	}
	if season, _ := long.Of(may); describe(season.Windows, z) != "03-01T00:00/04-01T00:00, 04-01T00:00/05-01T00:00" {
		t.Errorf("windows longer than the rhythm: %s", describe(season.Windows, z))
	}
}

// Of too many windows those of other places go first, evenly over the day and the week.
func TestSeasonsAreThinned(t *testing.T) {
	seasons, err := NewSeasons(Fixed(15*time.Minute), time.UTC, 7*Day, 4, 672)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 4, 8, 9, 30, 0, 0, time.UTC)
	season, own := seasons.Of(single(Interval{at, at.Add(15 * time.Minute)}))
	hours, weekdays, mine := map[int]bool{}, map[time.Weekday]bool{}, 0
	for i, w := range season.Windows {
		hours[w.From.Hour()], weekdays[w.From.Weekday()] = true, true
		if season.Places[i] == own {
			mine++
		}
	}
	if mine != 4 || len(hours) != 24 || len(weekdays) != 7 || len(season.Windows) > 672 || len(season.Windows) < 500 {
		t.Errorf("%d windows, %d of them its own, in %d hours and %d weekdays", len(season.Windows), mine, len(hours), len(weekdays))
	}
	if few, err := NewSeasons(Fixed(time.Hour), time.UTC, 7*Day, 700, 672); err != nil {
		t.Error(err)
	} else if season, own := few.Of(single(Interval{at.Truncate(time.Hour), at.Truncate(time.Hour).Add(time.Hour)})); len(season.Windows) != 700 || slices.Max(season.Places) != own {
		t.Errorf("its own place stays whole: %d windows", len(season.Windows))
	}
}

func TestPeriodsThatAreNone(t *testing.T) {
	for _, c := range []struct {
		spec   Spec
		period time.Duration
		want   string
	}{
		{Fixed(Day), 36 * time.Hour, "36h is no whole number of windows"}, {Spec{Mode: Units, Unit: "month"}, 45 * Day, "no whole number"}, {Fixed(7 * time.Hour), Day, "no whole number"},
	} {
		if _, err := NewSeasons(c.spec, time.UTC, c.period, 4, 672); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %v", c.spec, c.period, err)
		}
	}
}

// A query may name any period and any number of them; none may take the server's time or memory.
func TestSeasonsAreBounded(t *testing.T) {
	for _, c := range []struct {
		every, period time.Duration
		n             int
		refused       bool
	}{
		{time.Minute, 7 * Day, 12, false},
		{time.Minute, 7 * Day, 1000, true},
		{time.Second, 7 * Day, 4, true},
		{time.Hour, 36400 * Day, 1, true},
		{Day, 36400 * Day, 1000, true},
		{time.Second, time.Millisecond, 4, true},
	} {
		_, err := NewSeasons(Fixed(c.every), time.UTC, c.period, c.n, 196)
		if (err != nil) != c.refused {
			t.Errorf("%+v: %v", c, err)
		}
	}
	at := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		spec   Spec
		period time.Duration
		n      int
		window Window
	}{
		{Spec{Mode: Range}, time.Minute, 1000, single(Interval{at.AddDate(-200, 0, 0), at})},
		{Spec{Mode: Last, Length: time.Hour}, 36400 * Day, 1000, single(Interval{at.Add(-time.Hour), at})},
		{Fixed(36400 * Day), 7 * Day, 1000, single(Interval{at.Add(-36400 * Day), at})},
		{Fixed(time.Second), 60 * time.Minute, 69, single(Interval{at, at.Add(time.Second)})},
	} {
		s, err := NewSeasons(c.spec, time.UTC, c.period, c.n, 196)
		if err != nil {
			t.Errorf("%v: %v", c.spec, err)
			continue
		}
		season, _ := s.Of(c.window)
		for i, w := range season.Windows {
			if w.To.After(c.window.From) || w.Empty() || i > 0 && !season.Windows[i-1].From.Before(w.From) {
				t.Errorf("%v: window %v for %v", c.spec, w.Interval, c.window.Interval)
			}
		}
	}
}
