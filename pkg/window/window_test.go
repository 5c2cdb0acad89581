package window

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func local(i Interval, z *time.Location) string {
	return fmt.Sprintf("%s +%s", i.From.In(z).Format("01-02 15:04 -0700"), i.Length())
}

// Around each change of the clock: local start of every unit that overlaps the range, and how long it lasts.
func TestCalendarFollowsTheLocalClock(t *testing.T) {
	for _, c := range []struct {
		name, zone, every, from, to string
		want                        string
	}{
		{"a day of 23 hours", "Europe/Copenhagen", "1d", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z",
			"03-28 00:00 +0100 +24h0m0s, 03-29 00:00 +0100 +23h0m0s, 03-30 00:00 +0200 +24h0m0s"},
		{"a day of 25 hours", "Europe/Copenhagen", "1d", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z",
			"10-24 00:00 +0200 +24h0m0s, 10-25 00:00 +0200 +25h0m0s"},
		{"quarters of a long day", "Europe/Copenhagen", "6h", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z",
			"10-25 00:00 +0200 +7h0m0s, 10-25 06:00 +0100 +6h0m0s, 10-25 12:00 +0100 +6h0m0s, 10-25 18:00 +0100 +6h0m0s"},
		{"quarters of a short day", "Europe/Copenhagen", "6h", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z",
			"03-29 00:00 +0100 +5h0m0s, 03-29 06:00 +0200 +6h0m0s, 03-29 12:00 +0200 +6h0m0s, 03-29 18:00 +0200 +6h0m0s"},
		{"the hour that comes twice", "Europe/Copenhagen", "1h", "2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z",
			"10-25 01:00 +0200 +1h0m0s, 10-25 02:00 +0200 +1h0m0s, 10-25 02:00 +0100 +1h0m0s"},
		{"two hours over the hour that comes twice", "Europe/Copenhagen", "2h", "2026-10-24T22:00:00Z", "2026-10-25T03:00:00Z",
			"10-25 00:00 +0200 +2h0m0s, 10-25 02:00 +0200 +3h0m0s"},
		{"the hour that is skipped", "Europe/Copenhagen", "1h", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z",
			"03-29 01:00 +0100 +1h0m0s, 03-29 03:00 +0200 +1h0m0s"},
		{"quarter hours that come twice", "America/New_York", "30m", "2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z",
			"11-01 01:00 -0400 +30m0s, 11-01 01:30 -0400 +30m0s, 11-01 01:00 -0500 +30m0s, 11-01 01:30 -0500 +30m0s"},
		{"New York's short day", "America/New_York", "1d", "2026-03-08T12:00:00Z", "2026-03-08T13:00:00Z", "03-08 00:00 -0500 +23h0m0s"},
		{"half an hour back", "Australia/Lord_Howe", "1d", "2026-04-04T20:00:00Z", "2026-04-04T21:00:00Z", "04-05 00:00 +1100 +24h30m0s"},
		{"half an hour forward", "Australia/Lord_Howe", "1d", "2026-10-03T20:00:00Z", "2026-10-03T21:00:00Z", "10-04 00:00 +1030 +23h30m0s"},
		{"an hour and a half on Lord Howe", "Australia/Lord_Howe", "1h", "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z",
			"04-05 01:00 +1100 +1h30m0s, 04-05 02:00 +1030 +1h0m0s"},
		{"half an hour on Lord Howe", "Australia/Lord_Howe", "1h", "2026-10-03T14:30:00Z", "2026-10-03T16:30:00Z",
			"10-04 01:00 +1030 +1h0m0s, 10-04 02:30 +1100 +30m0s, 10-04 03:00 +1100 +1h0m0s"},
		{"midnight that does not exist", "Africa/Cairo", "1d", "2026-04-24T12:00:00Z", "2026-04-24T13:00:00Z", "04-24 01:00 +0300 +23h0m0s"},
		{"weeks begin on Mondays", "Europe/Copenhagen", "1w", "2026-10-21T00:00:00Z", "2026-10-27T00:00:00Z",
			"10-19 00:00 +0200 +169h0m0s, 10-26 00:00 +0100 +168h0m0s"},
		{"a quarter-hour zone", "Asia/Kathmandu", "1d", "2026-06-01T00:00:00Z", "2026-06-01T01:00:00Z", "06-01 00:00 +0545 +24h0m0s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zone(t, c.zone)
			every, err := ParseDuration(c.every)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range Every(every, z).Overlapping(Interval{instant(t, c.from), instant(t, c.to)}) {
				got = append(got, local(i, z))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}

// Units tile the line: whatever the zone and the length, each begins where the one before it ends, and where a scan begins does not matter.
func TestUnitsTileTheLine(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Sao_Paulo", "Asia/Kathmandu"} {
		z := zone(t, name)
		for _, calendar := range []Calendar{Every(15*time.Minute, z), Every(90*time.Minute, z), Every(6*time.Hour, z), Every(Day, z), Every(7*Day, z), Months(z)} {
			from := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
			whole := Interval{from, from.AddDate(1, 0, 0)}
			all := calendar.Overlapping(whole)
			known := map[int64]bool{}
			for i, u := range all {
				if u.Empty() || i > 0 && !u.From.Equal(all[i-1].To) {
					t.Fatalf("%s, %s: unit %d %v does not follow %v", name, calendar.Length(), i, u, all[i-1])
				}
				known[u.From.Unix()] = true
			}
			for at := from.AddDate(0, 1, 3); at.Before(whole.To); at = at.Add(11*time.Hour + 7*time.Minute) {
				if b := calendar.Floor(at); !known[b.Unix()] || b.After(at) {
					t.Fatalf("%s, %s: the unit of %s begins %s, which the whole year does not know", name, calendar.Length(), at, b)
				}
			}
		}
	}
}

func TestBack(t *testing.T) {
	z := zone(t, "Europe/Copenhagen")
	march := instant(t, "2026-03-31T22:00:00Z") // 1 April, local midnight
	if got := Every(Day, z).Back(march, 30).In(z).Format(time.RFC3339); got != "2026-03-02T00:00:00+01:00" {
		t.Errorf("30 days before 1 April: %s", got)
	}
	if got := Months(z).Back(march, 14).In(z).Format(time.RFC3339); got != "2025-02-01T00:00:00+01:00" {
		t.Errorf("14 months before 1 April: %s", got)
	}
}

func TestAdapt(t *testing.T) {
	end := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		own, rng, reference, want string
	}{
		{"1d", "60d", "", "1d"}, {"1d", "200d", "", "1d"}, {"1d", "201d", "", "week"}, {"1d", "2000d", "", "month"}, {"1d", "12h", "", "3h"},
		{"1d", "30m", "", "5m"}, {"1d", "24h", "", "1d"}, {"1h", "30d", "", "6h"}, {"1h", "7d", "", "1h"}, {"6h", "1h", "", "15m"}, {"1m", "1h", "", "1m"},
		{"week", "2d", "", "12h"}, {"1d", "1m", "", "1m"},
		{"1d", "365d", "28d", "1d"}, {"1d", "365d", "60d", "week"}, {"1d", "1000d", "28d", "week"}, {"1h", "60d", "28d", "12h"}, {"1h", "60d", "2d", "6h"},
	} {
		own, err := ParseSpec(c.own)
		if err != nil {
			t.Fatal(err)
		}
		length, _ := ParseDuration(c.rng)
		reference, _ := ParseDuration(c.reference)
		if got := Adapt(own, Interval{end.Add(-length), end}, reference).String(); got != c.want {
			t.Errorf("%s over %s, reference %s: got %s, want %s", c.own, c.rng, c.reference, got, c.want)
		}
	}
}

func describe(windows []Window, z *time.Location) string {
	var parts []string
	for _, w := range windows {
		text := w.From.In(z).Format("01-02T15:04") + "/" + w.To.In(z).Format("01-02T15:04")
		if len(w.Steps) > 1 {
			text += fmt.Sprintf(" of %d", len(w.Steps))
		}
		if w.Partial {
			text += " partial"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func TestPanel(t *testing.T) {
	clock := Clock{Now: instant(t, "2026-06-10T12:00:00Z"), Lateness: 10 * time.Minute}
	for _, c := range []struct {
		name     string
		spec     Spec
		from, to string
		partial  bool
		want     string
	}{
		{"whole windows only, today is open", Fixed(Day), "2026-06-08T13:00:00Z", "2026-06-10T12:00:00Z", false,
			"06-08T00:00/06-09T00:00, 06-09T00:00/06-10T00:00"},
		{"with today", Fixed(Day), "2026-06-09T13:00:00Z", "2026-06-10T12:00:00Z", true,
			"06-09T00:00/06-10T00:00, 06-10T00:00/06-11T00:00 partial"},
		{"an hour is closed when lateness has passed", Fixed(time.Hour), "2026-06-10T10:00:00Z", "2026-06-10T12:00:00Z", false, "06-10T10:00/06-10T11:00"},
		{"nothing of the future", Fixed(Day), "2026-06-10T00:00:00Z", "2026-06-14T00:00:00Z", true, "06-10T00:00/06-11T00:00 partial"},
		{"sliding", Spec{Mode: Duration, Every: time.Hour, Length: 3 * time.Hour}, "2026-06-10T08:30:00Z", "2026-06-10T10:00:00Z", false,
			"06-10T06:00/06-10T09:00 of 3, 06-10T07:00/06-10T10:00 of 3"},
		{"months", Spec{Mode: Units, Unit: "month"}, "2026-04-20T00:00:00Z", "2026-06-10T12:00:00Z", false, "04-01T00:00/05-01T00:00, 05-01T00:00/06-01T00:00"},
		{"the range as it is", Spec{Mode: Range}, "2026-06-08T13:00:00Z", "2026-06-10T12:00:00Z", false, "06-08T13:00/06-10T12:00 partial"},
		{"the last six hours that are closed", Spec{Mode: Last, Length: 6 * time.Hour}, "2026-06-08T13:00:00Z", "2026-06-10T12:00:00Z", false,
			"06-10T05:50/06-10T11:50"},
	} {
		t.Run(c.name, func(t *testing.T) {
			windows, err := Panel(c.spec, Interval{instant(t, c.from), instant(t, c.to)}, time.UTC, clock, c.partial)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(windows, time.UTC); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	_, err := Panel(Fixed(time.Second), Interval{instant(t, "2026-01-01T00:00:00Z"), clock.Now}, time.UTC, clock, false)
	var many *TooManyWindowsError
	if !errors.As(err, &many) || !strings.Contains(err.Error(), "choose longer windows") {
		t.Errorf("half a year of seconds: %v", err)
	}
}

func TestNewest(t *testing.T) {
	clock := Clock{Now: instant(t, "2026-06-10T12:00:00Z"), Lateness: 10 * time.Minute}
	for _, c := range []struct {
		name     string
		spec     Spec
		from, to string
		n        int
		want     string
	}{
		{"yesterday, though the rule looks at the last hour only", Fixed(Day), "2026-06-10T11:00:00Z", "2026-06-10T12:00:00Z", 1, "06-09T00:00/06-10T00:00"},
		{"the last three", Fixed(Day), "2026-06-10T11:00:00Z", "2026-06-10T12:00:00Z", 3,
			"06-07T00:00/06-08T00:00, 06-08T00:00/06-09T00:00, 06-09T00:00/06-10T00:00"},
		{"not yet closed", Fixed(time.Hour), "2026-06-10T11:00:00Z", "2026-06-10T12:05:00Z", 1, "06-10T10:00/06-10T11:00"},
		{"long ago", Fixed(time.Hour), "2026-06-10T16:00:00Z", "2026-06-10T17:00:00Z", 1, ""},
		{"the range, as far as it is closed", Spec{Mode: Range}, "2026-06-10T11:00:00Z", "2026-06-10T12:00:00Z", 1, "06-10T11:00/06-10T11:50"},
		{"sliding", Spec{Mode: Duration, Every: time.Hour, Length: 2 * time.Hour}, "2026-06-10T10:00:00Z", "2026-06-10T12:00:00Z", 2,
			"06-10T08:00/06-10T10:00 of 2, 06-10T09:00/06-10T11:00 of 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			windows, err := Newest(c.spec, Interval{instant(t, c.from), instant(t, c.to)}, time.UTC, clock, c.n)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(windows, time.UTC); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestReference(t *testing.T) {
	z := zone(t, "Europe/Copenhagen")
	period := Interval{instant(t, "2026-03-26T23:00:00Z"), instant(t, "2026-03-31T22:00:00Z")} // 27 March to 1 April, local
	outage := []Interval{{instant(t, "2026-03-28T10:00:00Z"), instant(t, "2026-03-28T11:00:00Z")}}
	week := Interval{instant(t, "2026-06-01T00:00:00Z"), instant(t, "2026-06-03T00:00:00Z")}
	for _, c := range []struct {
		name string
		spec Spec
		want string
	}{
		{"days, the outage left out", Fixed(Day), "03-27T00:00/03-28T00:00, 03-29T00:00/03-30T00:00, 03-30T00:00/03-31T00:00, 03-31T00:00/04-01T00:00"},
		{"sliding windows do not overlap in a reference", Spec{Mode: Duration, Every: Day, Length: 2 * Day},
			"03-30T00:00/04-01T00:00 of 2"},
		{"about as long as the range, all of the reference", Spec{Mode: Range}, "03-29T12:30/04-01T00:00"},
		{"no whole month: the period itself, if nothing excludes it", Spec{Mode: Units, Unit: "month"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			windows, err := Reference(c.spec, week, z, period, outage)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(windows, z); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	windows, err := Reference(Spec{Mode: Units, Unit: "month"}, week, z, period, nil)
	if err != nil || describe(windows, z) != "03-27T00:00/04-01T00:00" {
		t.Errorf("a period shorter than a window: %s, %v", describe(windows, z), err)
	}
}

func TestThin(t *testing.T) {
	begin := instant(t, "2026-01-01T00:00:00Z")
	windows, err := Reference(Fixed(5*time.Minute), Interval{}, time.UTC, Interval{begin, begin.Add(28 * Day)}, nil)
	if err != nil || len(windows) != 8064 {
		t.Fatalf("%d windows, %v", len(windows), err)
	}
	some := Thin(windows, 700)
	hours, weekdays := map[int]int{}, map[time.Weekday]int{}
	for _, w := range some {
		hours[w.From.Hour()]++
		weekdays[w.From.Weekday()]++
	}
	if len(some) > 700 || len(some) < 600 || len(hours) != 24 || len(weekdays) != 7 || !some[len(some)-1].Equal(windows[8063].Interval) {
		t.Errorf("%d windows, by hour %v, by weekday %v", len(some), hours, weekdays)
	}
	if same := Thin(windows[:10], 700); len(same) != 10 {
		t.Errorf("few windows are left alone: %d", len(same))
	}
}

func TestBefore(t *testing.T) {
	at := instant(t, "2026-06-10T00:00:00Z")
	if got := describe(Before(Fixed(Day), Interval{}, time.UTC, at, 2), time.UTC); got != "06-08T00:00/06-09T00:00, 06-09T00:00/06-10T00:00" {
		t.Errorf("trailing days: %s", got)
	}
	sliding := Spec{Mode: Duration, Every: time.Hour, Length: 2 * time.Hour}
	if got := describe(Before(sliding, Interval{}, time.UTC, at, 2), time.UTC); got != "06-09T20:00/06-09T22:00 of 2, 06-09T22:00/06-10T00:00 of 2" {
		t.Errorf("trailing windows of a sliding length: %s", got)
	}
	rng := Interval{at, at.Add(36 * time.Hour)}
	if got := describe(Before(Spec{Mode: Range}, rng, time.UTC, at, 1), time.UTC); got != "06-08T12:00/06-10T00:00" {
		t.Errorf("the stretch before the range: %s", got)
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{"90s": 90 * time.Second, "15m": 15 * time.Minute, "1h30m": 90 * time.Minute, "1d": Day, "2w": 14 * Day, "1.5h": 90 * time.Minute} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "1x", "h", "-1h", "0s", "1h x", "999999999d"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q should be an error, got %v", text, got)
		}
	}
}

// A model's own windows are stretches of time: whoever writes rows is told so, and where windows of rows are asked for.
func TestAModelsWindowsAreNoRows(t *testing.T) {
	for _, text := range []string{"1000 rows", "1000rows", "1 row"} {
		if _, err := ParseSpec(text); err == nil || !strings.Contains(err.Error(), "windows of rows are asked for in a query") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
