package sql

import (
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// On a wall clock, a reading lies at or after a boundary exactly when its instant does, in every zone and around every jump.
func TestOnClock(t *testing.T) {
	for _, name := range []string{"Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := &Clock{Wall: zone}
		for _, start := range []time.Time{
			time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), time.Date(2011, 12, 25, 0, 0, 0, 0, time.UTC),
			time.Date(2017, 10, 10, 0, 0, 0, 0, time.UTC),
		} {
			last := int64(Earliest)
			for i := range 45 * 24 * 4 {
				b := start.Add(time.Duration(i) * 15 * time.Minute)
				on := c.OnClock(b)
				if on < last {
					t.Fatalf("%s: the clock runs backwards at %v", name, b)
				}
				last = on
				// The reading itself, a second before and a second after.
				for _, d := range []int64{-1_000_000, 0, 1_000_000} {
					reading := on + d
					instant := c.Instant(reading)
					if wallMicros(instant, zone) != reading {
						continue // a skipped reading: the clock never shows it
					}
					if (reading >= on) != !instant.Before(b) {
						t.Errorf("%s: reading %v is %v, but the boundary %v is at %v", name, time.UnixMicro(reading).UTC(), instant, b, time.UnixMicro(on).UTC())
					}
				}
			}
		}
	}
}

func TestNewClock(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		class  Class
		sample string
		unit   string
		format textFormat
		wall   bool
	}{
		{Time, "", "", textFormat{}, true},
		{Instant, "", "", textFormat{}, false},
		{Integer, "1767225600 1767225601", "seconds", textFormat{}, false},
		{Integer, "1767225600123", "milliseconds", textFormat{}, false},
		{Integer, "0 1767225600123456", "microseconds", textFormat{}, false},
		{Integer, "1767225600123456789", "nanoseconds", textFormat{}, false},
		{Float, "1767225600.25 nan", "seconds", textFormat{}, false},
		{Text, "1767225600123456789", "nanoseconds", textFormat{digits: true}, false},
		{Text, "2026-01-01T00:00:00", "", textFormat{naive: true}, true},
		{Text, "2026-01-01", "", textFormat{naive: true}, true},
		{Text, "2026-01-01T00:00:00Z", "", textFormat{offset: true}, false},
		{Text, "2026-01-01T00:00:00-05:00", "", textFormat{offset: true}, false},
		{Text, "2026-01-01T00:00:00 2026-01-01T00:00:00+01", "", textFormat{naive: true, offset: true}, true},
		{Text, "2026-01-01T00:00:00,123", "", textFormat{naive: true, comma: true}, true},
	} {
		clock, err := NewClock(Field{Name: "time", Class: c.class}, strings.Fields(c.sample), copenhagen)
		if err != nil {
			t.Errorf("%v %q: %v", c.class, c.sample, err)
			continue
		}
		if clock.unit.name != c.unit || clock.format != c.format || (clock.Wall != nil) != c.wall {
			t.Errorf("%v %q: unit %q, format %+v, wall %v", c.class, c.sample, clock.unit.name, clock.format, clock.Wall)
		}
	}
	for _, c := range []struct {
		class Class
		want  string
	}{{Text, `holds for example "soon"`}, {Boolean, "which is no time"}, {Nested, "which is no time"}} {
		if _, err := NewClock(Field{Name: "time", Type: "T", Class: c.class}, []string{"soon", "later"}, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.class, err)
		}
	}
}

// A condition on time names the column itself wherever the engine can skip files by their statistics.
func TestTimeCondition(t *testing.T) {
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		field  Field
		sample []string
		want   string
	}{
		{Field{Name: "time", Type: "TIMESTAMP", Class: Time}, nil, `tideline_main."time" >= TIMESTAMP '2026-01-01 00:00:00.000000' AND tideline_main."time" < TIMESTAMP '2026-01-02 00:00:00.000000'`},
		{Field{Name: "time", Type: "TIMESTAMP WITH TIME ZONE", Class: Instant}, nil, `tideline_main."time" >= TIMESTAMPTZ '2026-01-01 00:00:00.000000+00' AND tideline_main."time" < TIMESTAMPTZ '2026-01-02 00:00:00.000000+00'`},
		{Field{Name: "time", Type: "DATE", Class: Date}, nil, `tideline_main."time" >= DATE '2026-01-01' AND tideline_main."time" < DATE '2026-01-02'`},
		{Field{Name: "time", Type: "BIGINT", Class: Integer}, []string{"1767225600"}, `tideline_main."time" >= 1767225600 AND tideline_main."time" < 1767312000`},
		{Field{Name: "time", Type: "BIGINT", Class: Integer}, []string{"1767225600000000000"}, `tideline_main."time" >= 1767225600000000000 AND tideline_main."time" < 1767312000000000000`},
	} {
		clock, err := NewClock(c.field, c.sample, nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRelation(DuckDB, store.Relation{Time: "time"}, Table{From: "log", Fields: []Field{c.field}}, nil, clock)
		if err != nil {
			t.Fatal(err)
		}
		scan, err := r.Scan(nil, nil, []store.Window{{From: from, To: to}})
		if err != nil {
			t.Fatal(err)
		}
		if _, where, _ := strings.Cut(scan.Text, " WHERE "); where != c.want {
			t.Errorf("%s: %s", c.field.Type, where)
		}
	}
}
