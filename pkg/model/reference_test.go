package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/window"
)

// A single object stays what it was, in both directions; a list is a list; and what is written is read again.
func TestReferencesInJSON(t *testing.T) {
	for _, c := range []struct {
		json, written string
		want          References
	}{
		{`{"name": "m"}`, ``, nil},
		{`{"name": "m", "reference": null}`, ``, nil},
		{`{"name": "m", "reference": []}`, ``, References{}},
		{`{"reference": {"from": "2026-01-01", "to": "2026-02-01"}}`, `{"from":"2026-01-01","to":"2026-02-01"}`, References{{From: "2026-01-01", To: "2026-02-01"}}},
		{`{"reference": [{"from": "2026-01-01", "to": "2026-02-01"}]}`, `{"from":"2026-01-01","to":"2026-02-01"}`, References{{From: "2026-01-01", To: "2026-02-01"}}},
		{`{"reference": [{"mode": "previous"}, {"since": "2026-03-01", "mode": "trailing", "windows": 9, "why": "x"}, {"version": 4.2, "source": {"file": "a"}}, {"version": "4.10"}]}`,
			`[{"mode":"previous"},{"since":"2026-03-01","mode":"trailing","windows":9,"why":"x"},{"version":"4.2","source":{"file":"a"}},{"version":"4.10"}]`,
			References{{Mode: "previous"}, {Since: "2026-03-01", Mode: "trailing", Windows: 9, Why: "x"}, {Version: "4.2", Source: &Source{File: "a"}}, {Version: "4.10"}}},
	} {
		var m Model
		if err := json.Unmarshal([]byte(c.json), &m); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(m.Reference, c.want) {
			t.Errorf("%s: %+v", c.json, m.Reference)
		}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if c.written == "" && strings.Contains(string(text), "reference") || !strings.Contains(string(text), c.written) {
			t.Errorf("%s is written as %s", c.json, text)
		}
		var again Model
		if err := json.Unmarshal(text, &again); err != nil || len(m.Reference) > 0 && !reflect.DeepEqual(again, m) {
			t.Errorf("%s: read again %+v, %v", text, again.Reference, err)
		}
	}
	var m Model
	for _, broken := range []string{`"last month"`, `7`, `[7]`, `{"version": {}}`} {
		if err := json.Unmarshal([]byte(`{"reference": `+broken+`}`), &m); err == nil {
			t.Errorf("%s should be an error", broken)
		}
	}
}

func TestSuccession(t *testing.T) {
	list := References{{Since: "2026-06-01"}, {}, {Since: "2026-03-01T12:00:00Z"}, {Version: "2", Since: "2026-04-01"}, {Version: "2", Since: "2026-02-01"}}
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	at := func(version, text string) string {
		succession, err := list.Succession(version, copenhagen)
		if err != nil {
			t.Fatal(err)
		}
		when, err := window.ParseTime(text, copenhagen)
		if err != nil {
			t.Fatal(err)
		}
		if i := succession.At(when); i >= 0 {
			return fmt.Sprint(succession[i].Entry)
		}
		return "none"
	}
	for _, c := range []struct{ version, at, want string }{
		{"", "2026-01-01", "1"}, {"", "2026-03-01T12:59:59", "1"}, {"", "2026-03-01T13:00", "2"}, {"", "2026-06-01", "0"}, {"", "2026-05-31T23:59:59", "2"}, {"", "2030-01-01", "0"},
		{"2", "2026-01-31", "none"}, {"2", "2026-02-01", "4"}, {"2", "2026-04-01", "3"}, {"3", "2026-04-01", "none"},
	} {
		if got := at(c.version, c.at); got != c.want {
			t.Errorf("version %q on %s: entry %s, want %s", c.version, c.at, got, c.want)
		}
	}
	if got := list.Versions(); !reflect.DeepEqual(got, []string{"2"}) {
		t.Errorf("versions %v", got)
	}
	if _, err := (References{{Since: "x"}, {}}).Succession("", time.UTC); err == nil || !strings.HasPrefix(err.Error(), "reference[0].since") {
		t.Errorf("%v", err)
	}
}

func TestReferencesInWords(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	for want, r := range map[string]Reference{
		"2026-09-29 – 2026-10-27":             {From: "2026-09-28T22:00:00Z", To: "2026-10-27"},
		"2026-09-29 08:30 – 2026-10-27 12:00": {From: "2026-09-29 08:30", To: "2026-10-27T11:00:00Z"},
		"4.2.0: 2026-10-01 – 2026-10-20":      {Version: "4.2.0", From: "2026-10-01", To: "2026-10-20"},
		"another file":                        {Source: &Source{File: "secret/train.csv"}},
		"2: another table":                    {Version: "2", Source: &Source{Table: "secret"}},
		"the previous window":                 {Mode: "previous"},
		"the 28 windows before":               {Mode: "trailing", Windows: 28},
		"the 7 windows before":                {Mode: "trailing"},
		"the same time of the 4 weeks before": {Mode: "season"},
		"the same time of the day before":     {Mode: "season", Period: "24h", Windows: 1},
		"the same time of the 3 periods of 12h before, without drifted ones": {Mode: "season", Period: "12h", Windows: 3, SkipDrifted: true},
	} {
		if got := r.InWords(copenhagen); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
