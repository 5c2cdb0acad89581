package model

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/slip"
)

// Unread finds the names in a data source's jsonData that are no settings: a slip of the hand in a provisioning file would otherwise have no effect, and
// nobody would be told. Of the names beside store, models and service only those are told that are one of these, mistyped: Grafana keeps some of its own there.
func Unread(settings json.RawMessage) []Problem {
	var parts map[string]json.RawMessage
	if json.Unmarshal(settings, &parts) != nil {
		return nil // whoever reads them says so
	}
	var c checker
	var right []string
	t := reflect.TypeFor[Settings]()
	for i := range t.NumField() {
		name := nameOf(t.Field(i))
		if right = append(right, name); parts[name] != nil {
			c.unread(name, parts[name], t.Field(i).Type)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		for _, meant := range right {
			if slip.Of(name, meant) && !strings.EqualFold(name, meant) { // which is read
				c.add(unknown(name), "is no setting and has no effect; there are %s", strings.Join(right, ", "))
			}
		}
	}
	return c.problems
}

// unread compares the names in a text with the fields of what it is read into.
func (c *checker) unread(field string, raw json.RawMessage, t reflect.Type) {
	switch t {
	case reflect.TypeFor[References](): // one, or a list of them
		if raw[0] == '{' {
			t = reflect.TypeFor[Reference]()
		}
	case reflect.TypeFor[Part](): // a name, or an object
		t = reflect.TypeFor[partShape]()
	}
	switch t.Kind() {
	case reflect.Pointer:
		c.unread(field, raw, t.Elem())
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) == nil {
			for i, item := range items {
				c.unread(fmt.Sprintf("%s[%d]", field, i), item, t.Elem())
			}
		}
	case reflect.Struct:
		var values map[string]json.RawMessage
		if json.Unmarshal(raw, &values) != nil {
			return
		}
		var right []string
		fields := map[string]reflect.Type{}
		for i := range t.NumField() {
			name := nameOf(t.Field(i))
			right, fields[name] = append(right, name), t.Field(i).Type
		}
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if known := fields[name]; known != nil {
				c.unread(field+"."+name, values[name], known)
			} else {
				c.add(field+"."+unknown(name), "is no setting and has no effect; there are %s", strings.Join(right, ", "))
			}
		}
	}
}

var ordinary = regexp.MustCompile(`^[\w-]{1,60}$`)

// unknown writes a name that is no setting: whatever it is, it is read as one name.
func unknown(name string) string {
	const longest = 60
	switch {
	case name == "":
		return "(empty)"
	case ordinary.MatchString(name):
		return name
	}
	return strconv.Quote(shorten.To(longest, name))
}

// nameOf is what a field is called in JSON.
func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
