package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/window"
)

// References is what a model's windows are compared with. Mostly it is one reference. After a retraining there are more: each holds for the windows from
// its `since` on, or for the rows of one version of the model. In JSON it is one object or a list of them.
type References []Reference

// Reference is what current windows are compared with.
type Reference struct {
	Since   string            `json:"since,omitempty"`   // holds for windows that begin then or later; empty: for all, until a later entry holds
	Version Version           `json:"version,omitempty"` // holds for rows of this version alone, where a question tells versions apart
	From    string            `json:"from,omitempty"`    // RFC 3339 or a date in the model's time zone
	To      string            `json:"to,omitempty"`
	Source  *Source           `json:"source,omitempty"`  // another file or table, whole
	Columns map[string]string `json:"columns,omitempty"` // feature → column in Source
	Mode    string            `json:"mode,omitempty"`    // previous | trailing | season: as in a query
	Windows int               `json:"windows,omitempty"` // trailing: how many windows; season: how many periods
	Period  string            `json:"period,omitempty"`  // season: how long the rhythm is
	// SkipDrifted leaves out, feature by feature, windows that had themselves drifted; with a mode.
	SkipDrifted bool   `json:"skipDrifted,omitempty"`
	Why         string `json:"why,omitempty"`
}

// MostReferences bounds a model's list: it is written and read by people.
const MostReferences = 200

// Version is the name of a version of a model. In JSON it may be a number: YAML takes 4.2 for one.
type Version string

// UnmarshalJSON accepts "4.2.0" and 4.2.
func (v *Version) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*v = Version(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(b, &number); err != nil {
		return fmt.Errorf(`a version is a text such as "4.2.0", not %s`, b)
	}
	*v = Version(number.String())
	return nil
}

// UnmarshalJSON accepts one reference or a list of them.
func (r *References) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	switch {
	case bytes.Equal(b, []byte("null")):
		*r = nil
		return nil
	case len(b) > 0 && b[0] == '[':
		var list []Reference
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		*r = list
		return nil
	case len(b) > 0 && b[0] == '{':
		var one Reference
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		*r = References{one}
		return nil
	}
	return errors.New(`a model's reference is an object such as {"from": "2026-01-01", "to": "2026-02-01"}, or a list of such objects`)
}

// MarshalJSON writes a single reference as the object that it was before there were lists.
func (r References) MarshalJSON() ([]byte, error) {
	if len(r) == 1 {
		return json.Marshal(r[0])
	}
	return json.Marshal([]Reference(r))
}

// Versions lists the versions that have references of their own, in the order of the list.
func (r References) Versions() []string {
	var versions []string
	for _, entry := range r {
		if v := string(entry.Version); v != "" && !slices.Contains(versions, v) {
			versions = append(versions, v)
		}
	}
	return versions
}

// Succession is the references of one version, or of all rows, in the order in which they come to hold.
type Succession []Held

// Held is an entry of a model's list with the instant from which it holds; zero: always.
type Held struct {
	Entry int // position in References
	Since time.Time
}

// Succession lists the entries of a version; "" for those that hold whatever the version. zone is where dates are at home.
func (r References) Succession(version string, zone *time.Location) (Succession, error) {
	var out Succession
	for i, entry := range r {
		if string(entry.Version) != version {
			continue
		}
		held := Held{Entry: i}
		if entry.Since != "" {
			since, err := window.ParseTime(entry.Since, zone)
			if err != nil {
				return nil, fmt.Errorf("%s.since: %w", r.Field("reference", i), err)
			}
			held.Since = since
		}
		out = append(out, held)
	}
	slices.SortStableFunc(out, func(a, b Held) int { return a.Since.Compare(b.Since) })
	return out, nil
}

// At is the position in the succession of what holds for a window that begins at t: the latest that has begun to hold; −1 where none has.
func (s Succession) At(t time.Time) int {
	for i := len(s) - 1; i >= 0; i-- {
		if !s[i].Since.After(t) {
			return i
		}
	}
	return -1
}

// Field names an entry of the list as a person finds it in the settings: one alone has no number.
func (r References) Field(field string, i int) string {
	if len(r) == 1 {
		return field
	}
	return fmt.Sprintf("%s[%d]", field, i)
}

// InWords says what the reference is, without naming a file: viewers read it. zone is where dates are at home.
func (r Reference) InWords(zone *time.Location) string {
	words := ""
	switch {
	case r.Source != nil && r.Source.Table != "":
		words = "another table"
	case r.Source != nil:
		words = "another file"
	case r.Mode == "trailing":
		words = fmt.Sprintf("the %d windows before", r.Count())
	case r.Mode == "season":
		words = "the same time of " + r.periodsInWords()
	case r.Mode != "":
		words = "the " + r.Mode + " window"
	default:
		words = PeriodInWords(r.From, r.To, zone)
	}
	if r.SkipDrifted {
		words += ", without drifted ones"
	}
	if r.Version != "" {
		return string(r.Version) + ": " + words
	}
	return words
}

// What a reference of a mode has where nothing is said.
const (
	TrailingWindows = 7
	SeasonPeriods   = 4
	SeasonPeriod    = 7 * window.Day
)

// Count is how many windows a trailing reference has, or how many periods one of a season.
func (r Reference) Count() int {
	switch {
	case r.Mode == "previous":
		return 1
	case r.Windows > 0:
		return r.Windows
	case r.Mode == "season":
		return SeasonPeriods
	}
	return TrailingWindows
}

// Rhythm is the period of a season.
func (r Reference) Rhythm() (time.Duration, error) {
	if r.Period == "" {
		return SeasonPeriod, nil
	}
	return window.ParseDuration(r.Period)
}

// periodsInWords says "the 4 weeks before", "the day before", "the 3 periods of 12h before".
func (r Reference) periodsInWords() string {
	period, n := r.Period, r.Count()
	unit := map[time.Duration]string{7 * window.Day: "week", window.Day: "day"}
	if d, err := r.Rhythm(); err == nil {
		if period = window.FormatDuration(d); unit[d] != "" {
			period = unit[d]
			if n > 1 {
				period += "s"
			}
			if n == 1 {
				return "the " + period + " before"
			}
			return fmt.Sprintf("the %d %s before", n, period)
		}
	}
	if n == 1 {
		return "the period of " + period + " before"
	}
	return fmt.Sprintf("the %d periods of %s before", n, period)
}

// PeriodInWords writes a stretch of time: "2026-09-29 – 2026-10-27", with the time of day where it is not midnight in the zone.
func PeriodInWords(from, to string, zone *time.Location) string {
	return momentInWords(from, zone) + " – " + momentInWords(to, zone)
}

func momentInWords(text string, zone *time.Location) string {
	t, err := window.ParseTime(text, zone)
	if err != nil {
		return text
	}
	return MomentInWords(t, zone)
}

// MomentInWords writes an instant as a date in the zone, with the time of day where it is not midnight.
func MomentInWords(t time.Time, zone *time.Location) string {
	local := t.In(zone)
	if local.Hour() == 0 && local.Minute() == 0 && local.Second() == 0 {
		return local.Format("2006-01-02")
	}
	return local.Format("2006-01-02 15:04")
}
