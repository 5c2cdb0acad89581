package model

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	deepestPath = 4   // keys below the column
	mostPaths   = 200 // of a column
)

// Inside is a value inside a column of JSON, maps or structs, which a model names by a path: payload.person.age.
type Inside struct {
	Path    string
	Keys    []string // that it is made of, the column first
	Kind    string   // Numeric, Boolean or Categorical, as all values that were seen allow
	Integer bool     // whole numbers
	Quoted  bool     // of JSON: texts, also where they are numbers
	Samples []string
}

// FindInside lists what can be watched inside a column of a type, from some of its values as JSON. A map's keys are one step of a path, dots and all; elsewhere
// a dot parts keys, and a key that has one cannot be named.
func FindInside(column, typeName string, values []any) []Inside {
	whole := strings.HasPrefix(strings.ToLower(typeName), "map(")
	found := map[string]*Inside{}
	for _, value := range values {
		text, _ := value.(string)
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var object map[string]any
		if decoder.Decode(&object) == nil {
			look([]string{column}, object, whole, found)
		}
	}
	list := make([]Inside, 0, len(found))
	for _, path := range slices.Sorted(maps.Keys(found)) {
		list = append(list, *found[path])
	}
	return list
}

func look(keys []string, object map[string]any, whole bool, found map[string]*Inside) {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if key == "" || !whole && strings.Contains(key, ".") {
			continue
		}
		path := append(keys[:len(keys):len(keys)], key)
		switch value := object[key].(type) {
		case map[string]any:
			if len(keys) < deepestPath && !whole {
				look(path, value, whole, found)
			}
		case bool:
			see(path, Boolean, strconv.FormatBool(value), false, found)
		case json.Number:
			see(path, Numeric, value.String(), false, found)
		case string:
			kind := Categorical
			if _, err := strconv.ParseFloat(value, 64); err == nil { // a map of texts holds numbers as texts
				kind = Numeric
			}
			see(path, kind, value, !whole, found)
		}
	}
}

func see(keys []string, kind, sample string, quoted bool, found map[string]*Inside) {
	path := strings.Join(keys, ".")
	_, err := strconv.ParseInt(sample, 10, 64)
	seen := found[path]
	if seen == nil {
		if len(found) == mostPaths {
			return
		}
		seen = &Inside{Path: path, Keys: keys, Kind: kind, Integer: err == nil, Quoted: quoted}
		found[path] = seen
	}
	if seen.Kind != kind {
		seen.Kind = Categorical
	}
	seen.Integer = seen.Integer && err == nil && seen.Kind == Numeric
	seen.Quoted = seen.Quoted && quoted
	if !slices.Contains(seen.Samples, sample) {
		seen.Samples = append(seen.Samples, sample)
	}
}
