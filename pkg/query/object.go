package query

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/slip"
)

// object reads the fields of one JSON object and collects what is wrong with them. Names are case sensitive. null is as good as absent.
type object struct {
	path   string // of the object, for messages: "window."
	fields map[string]json.RawMessage
	reader *reader
}

// reader collects mistakes and remarks of a whole query.
type reader struct {
	mistakes
	notices []string
}

func (r *reader) fail(field, format string, args ...any) {
	r.add(func() error {
		return &FieldError{Field: field, Text: shorten.To(longestText, fmt.Sprintf(format, args...))}
	})
}

// misread reports that a text says nothing, or rather the variable in it that was not filled in.
func (r *reader) misread(field, text, format string, args ...any) {
	if mistake := unfilled(field, text); mistake != nil {
		r.add(func() error { return mistake })
		return
	}
	r.fail(field, format, args...)
}

// open splits an object into its fields. Fields that are neither known nor silent are remarked upon, or are an error when one slip from a known one.
func (r *reader) open(path string, raw json.RawMessage, known, silent []string) *object {
	o := &object{path: path, reader: r}
	if err := json.Unmarshal(raw, &o.fields); err != nil {
		r.fail(strings.TrimSuffix(path, "."), "must be an object such as {…}, not %s", kindOf(raw))
		return o
	}
	names := make([]string, 0, len(o.fields))
	for name := range o.fields {
		names = append(names, name)
	}
	sort.Strings(names)
	unknown := 0
	for _, name := range names {
		if slices.Contains(known, name) || slices.Contains(silent, name) {
			continue
		}
		meant := ""
		for _, k := range known {
			if slip.Of(name, k) {
				meant = k
				break
			}
		}
		if meant != "" {
			r.fail(path+name, "is not a field of a query; did you mean %q?", path+meant)
			continue
		}
		if unknown++; unknown <= mostMistakes {
			r.notices = append(r.notices, fmt.Sprintf("The query's field %q is not known and was ignored.", path+shorten.To(longestName, name)))
		}
	}
	if more := unknown - mostMistakes; more > 0 {
		r.notices = append(r.notices, fmt.Sprintf("%d more fields of the query are not known and were ignored.", more))
	}
	return o
}

func (o *object) raw(name string) (json.RawMessage, bool) {
	raw, ok := o.fields[name]
	if !ok || string(raw) == "null" {
		return nil, false
	}
	return raw, true
}

func (o *object) text(name, fallback string) string {
	raw, ok := o.raw(name)
	if !ok {
		return fallback
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		o.reader.fail(o.path+name, "must be a text, not %s", kindOf(raw))
		return fallback
	}
	if text == "" {
		return fallback
	}
	return text
}

// choice is a text that must be one of a few.
func (o *object) choice(name, fallback string, right ...string) string {
	text := o.text(name, fallback)
	if text != fallback && !slices.Contains(right, text) {
		o.reader.add(func() error { return Unknown(o.path+name, text, right) })
		return fallback
	}
	return text
}

// noLimit is a highest value that only keeps infinities out: nobody is told of it.
const noLimit = 1e300

// number must lie in [low, high]. A numeric text will do: Grafana's variables are texts.
func (o *object) number(name string, low, high float64) (float64, bool) {
	raw, ok := o.raw(name)
	if !ok {
		return 0, false
	}
	var number json.Number
	value := math.NaN()
	if json.Unmarshal(raw, &number) == nil {
		if v, err := number.Float64(); err == nil {
			value = v
		}
	}
	if math.IsNaN(value) {
		o.reader.misread(o.path+name, string(raw), "must be a number, not %s", kindOf(raw))
		return 0, false
	}
	if value < low && high >= noLimit {
		o.reader.fail(o.path+name, "is %v; it must be %v or more", value, low)
		return 0, false
	}
	if value < low || value > high {
		o.reader.fail(o.path+name, "is %v; it must lie between %v and %v", value, low, high)
		return 0, false
	}
	return value, true
}

func (o *object) whole(name string, fallback, low, high int) int {
	value, ok := o.number(name, float64(low), float64(high))
	if !ok {
		return fallback
	}
	if value != math.Trunc(value) {
		o.reader.fail(o.path+name, "is %v; it must be a whole number", value)
		return fallback
	}
	return int(value)
}

// numbers reads a list of numbers; numeric texts will do, and one number alone is a list of one.
func (o *object) numbers(name string) []float64 {
	raw, ok := o.raw(name)
	if !ok {
		return nil
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		items = []json.RawMessage{raw}
	}
	out := make([]float64, 0, len(items))
	for i, item := range items {
		at := fmt.Sprintf("%s%s[%d]", o.path, name, i)
		var number json.Number
		if json.Unmarshal(item, &number) != nil {
			o.reader.misread(at, string(item), "must be a number, not %s", kindOf(item))
			return nil
		}
		value, err := number.Float64()
		if err != nil {
			o.reader.misread(at, string(item), "must be a number, not %s", kindOf(item))
			return nil
		}
		out = append(out, value)
	}
	return out
}

func (o *object) flag(name string) bool {
	raw, ok := o.raw(name)
	if !ok {
		return false
	}
	var flag bool
	if json.Unmarshal(raw, &flag) != nil {
		o.reader.fail(o.path+name, "must be true or false, not %s", kindOf(raw))
	}
	return flag
}

// texts reads a list of texts; one text alone is a list of one.
func (o *object) texts(name string) []string {
	raw, ok := o.raw(name)
	if !ok {
		return nil
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		if one == "" {
			return nil
		}
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		o.reader.fail(o.path+name, "must be a list of texts, not %s", kindOf(raw))
		return nil
	}
	if o.tooMany(name, len(many), mostItems) {
		return nil
	}
	kept, known := []string{}, map[string]bool{"": true}
	for _, text := range many {
		if !known[text] {
			kept, known[text] = append(kept, text), true
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// tooMany reports a list that is longer than anybody means it.
func (o *object) tooMany(name string, n, most int) bool {
	if n > most {
		o.reader.fail(o.path+name, "lists %d, and at most %d are answered", n, most)
	}
	return n > most
}

func kindOf(raw json.RawMessage) string {
	text := strings.TrimSpace(string(raw))
	switch {
	case text == "" || text == "null":
		return "nothing"
	case text[0] == '"':
		if len(text) > 40 {
			text = text[:40] + `…"`
		}
		return "the text " + text
	case text[0] == '[':
		return "a list"
	case text[0] == '{':
		return "an object"
	case text == "true" || text == "false":
		return text
	case strings.ContainsAny(text[:1], "-0123456789"):
		return "the number " + shorten.To(longestName, text)
	}
	return "broken JSON"
}
