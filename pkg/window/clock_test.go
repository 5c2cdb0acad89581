package window

import (
	"math/rand/v2"
	"testing"
	"time"
)

// places are zones with a year in which their clocks do something of their own: by an hour at night, by half an hour, from midnight to one and back to eleven,
// over a whole day, back over midnight.
var places = []struct {
	zone string
	year int
}{{"Europe/Copenhagen", 2026}, {"America/New_York", 2026}, {"Australia/Lord_Howe", 2026}, {"America/Sao_Paulo", 2018}, {"Pacific/Apia", 2011}, {"America/St_Johns", 2010},
	{"Africa/Cairo", 2026}, {"Asia/Kathmandu", 1986}}

// Days are the dates of the local clock: each date that there is has one day, which begins at its midnight or, where that is skipped, with its first instant,
// and lasts what the clock says.
func TestDaysAreLocalDates(t *testing.T) {
	for _, p := range places {
		z := zone(t, p.zone)
		odd := 0
		days := Every(Day, z).Overlapping(Interval{time.Date(p.year, 1, 2, 0, 0, 0, 0, z), time.Date(p.year+1, 1, 2, 0, 0, 0, 0, z)})
		for i, d := range days {
			from := d.From.In(z)
			date := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
			if i > 0 {
				before := days[i-1].From.In(z)
				gap := date.Sub(time.Date(before.Year(), before.Month(), before.Day(), 0, 0, 0, 0, time.UTC))
				skipped := p.zone == "Pacific/Apia" && date.Equal(time.Date(2011, 12, 31, 0, 0, 0, 0, time.UTC))
				if gap != Day && !(skipped && gap == 2*Day) {
					t.Errorf("%s: after %s comes %s", p.zone, before, from)
				}
			}
			if start, _ := from.ZoneBounds(); from.Hour()+from.Minute()+from.Second() != 0 && !start.Equal(from) {
				t.Errorf("%s: a day begins at %s", p.zone, from)
			}
			if length := d.Length(); length != Day {
				if odd++; (length-Day).Abs() > time.Hour || !changes(d, z) {
					t.Errorf("%s: the day from %s lasts %s", p.zone, from, length)
				}
			}
		}
		if want := map[string]int{"Pacific/Apia": 2, "Asia/Kathmandu": 0}; odd != 2 && odd != want[p.zone] {
			t.Errorf("%s: %d days are not of 24 hours", p.zone, odd)
		}
	}
}

// Whatever is asked, a window is one of those that the calendar has: panels and rules, references and windows before, wherever ranges begin and end. They
// tile, their steps tile them, and in any zone that a query names.
func TestQuestionsShareTheirWindows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, p := range places {
		z := zone(t, p.zone)
		begin := time.Date(p.year, 1, 1, 0, 0, 0, 0, z)
		for _, spec := range []Spec{Fixed(time.Hour), Fixed(6 * time.Hour), Fixed(Day), {Mode: Units, Unit: "day"}, {Mode: Units, Unit: "week"}, {Mode: Units, Unit: "month"},
			{Mode: Duration, Every: 6 * time.Hour, Length: 2 * Day}, {Mode: Duration, Every: Day, Length: 7 * Day}} {
			known := map[int64]bool{}
			for _, step := range spec.Calendar(z).Overlapping(Interval{begin.AddDate(-1, 0, 0), begin.AddDate(1, 3, 0)}) {
				known[step.From.Unix()] = true
			}
			check := func(what string, windows []Window, apart int) {
				t.Helper()
				for i, w := range windows {
					if w.Empty() || !known[w.From.Unix()] || !known[w.To.Unix()] {
						t.Fatalf("%s, %s, %s: %s – %s is no window", p.zone, spec, what, w.From.In(z), w.To.In(z))
					}
					for k, step := range w.Steps {
						if k > 0 && !step.From.Equal(w.Steps[k-1].To) {
							t.Fatalf("%s, %s, %s: the steps of a window do not tile it", p.zone, spec, what)
						}
					}
					if len(w.Steps) != spec.span() || !w.Steps[0].From.Equal(w.From) || !w.Steps[len(w.Steps)-1].To.Equal(w.To) {
						t.Fatalf("%s, %s, %s: %d steps from %s to %s", p.zone, spec, what, len(w.Steps), w.Steps[0].From, w.Steps[len(w.Steps)-1].To)
					}
					if i >= 1 && !w.Steps[0].From.Equal(windows[i-1].Steps[apart-1].To) {
						t.Fatalf("%s, %s, %s: %s does not follow %s", p.zone, spec, what, w.From.In(z), windows[i-1].From.In(z))
					}
				}
			}
			for range 12 {
				from := begin.Add(time.Duration(random.Int64N(int64(330 * Day))))
				rng := Interval{from, from.Add(time.Duration(random.Int64N(int64(40*Day))) + time.Minute)}
				clock := Clock{Now: rng.To.AddDate(0, 2, 0), Lateness: time.Hour}
				panel, err := Panel(spec, rng, z, clock, false)
				if err != nil {
					t.Fatal(err)
				}
				check("a panel", panel, 1)
				if len(panel) == 0 || panel[0].From.After(rng.From) || panel[len(panel)-1].To.Before(rng.To) {
					t.Fatalf("%s, %s: the panel's windows do not cover %v", p.zone, spec, rng)
				}
				newest, err := Newest(spec, rng, z, clock, 5)
				if err != nil {
					t.Fatal(err)
				}
				if check("a rule", newest, 1); len(newest) != 5 || newest[4].To.After(rng.To) {
					t.Fatalf("%s, %s: %d newest windows", p.zone, spec, len(newest))
				}
				before := Before(spec, rng, z, from, 4)
				if check("before", before, spec.span()); len(before) != 4 || before[3].To.After(from) {
					t.Fatalf("%s, %s: %d windows before", p.zone, spec, len(before))
				}
				reference, err := Reference(spec, rng, z, Interval{from, from.Add(60 * Day)}, nil)
				if err != nil {
					t.Fatal(err)
				}
				if spec.Unit != "month" {
					check("a reference", reference, spec.span())
				}
			}
		}
	}
}

// The last days go by the calendar, and end at the same time of day, whatever the clock has done in between.
func TestLastDays(t *testing.T) {
	for _, p := range places {
		z := zone(t, p.zone)
		for day := range 364 {
			noon := time.Date(p.year, 1, 3+day, 12, 0, 0, 0, z)
			windows, err := Panel(Spec{Mode: Last, Length: 2 * Day}, Interval{noon.Add(-time.Hour), noon}, z, Clock{Now: noon}, false)
			if err != nil {
				t.Fatal(err)
			}
			if from := windows[0].From.In(z); from.Hour() != 12 || from.Minute() != 0 || len(windows) != 1 {
				t.Errorf("%s: two days before %s is %s", p.zone, noon, from)
			}
		}
	}
}

// On the last day of the leap years from 2040 on (of earlier ones, where a zone's file is short), Go says that the zone's stretch has ended already.
func TestTheLastDayOfALeapYear(t *testing.T) {
	for _, name := range []string{"Europe/Copenhagen", "America/New_York", "Australia/Sydney", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2040, 12, 29, 0, 0, 0, 0, zone)
		days := Every(Day, zone).Within(Interval{from, from.AddDate(0, 0, 6)})
		for i, d := range days {
			if want := from.AddDate(0, 0, i); !d.From.Equal(want) || !d.To.Equal(from.AddDate(0, 0, i+1)) {
				t.Errorf("%s: day %d is %v", name, i, d)
			}
		}
		if hours := Every(time.Hour, zone).Within(Interval{from, from.AddDate(0, 0, 6)}); len(days) != 6 || len(hours) != 144 {
			t.Errorf("%s: %d days, %d hours", name, len(days), len(hours))
		}
	}
}
