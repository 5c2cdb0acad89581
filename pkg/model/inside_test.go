package model

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsInsideAColumnIsListedByPath(t *testing.T) {
	values := []any{
		`{"person": {"age": 41, "name": "Ada", "tags": ["x"]}, "vip": true, "a.b": 1, "": 2, "mixed": 1, "n": "7.5", "year": 2026}`,
		`{"person": {"age": 7.25, "name": null}, "vip": false, "mixed": "one", "n": "8"}`,
		`{"person": {"age": 41}}`, `[1]`, `no JSON`, nil,
	}
	got := listed(FindInside("payload", "jsonb", values))
	want := "payload.mixed categorical [1 one], payload.n numeric quoted [7.5 8], payload.person.age numeric [41 7.25], payload.person.name categorical quoted [Ada], " +
		"payload.vip boolean [true false], payload.year numeric integer [2026]"
	if got != want {
		t.Errorf("JSON\n got %s\nwant %s", got, want)
	}
	found := FindInside("attributes", "Map(LowCardinality(String), String)", []any{`{"ml.feature.x": "0.5", "ml.class": "cat"}`})
	if got, want = listed(found), "attributes.ml.class categorical [cat], attributes.ml.feature.x numeric [0.5]"; got != want {
		t.Errorf("a map\n got %s\nwant %s", got, want)
	}
	if keys := found[0].Keys; len(keys) != 2 || keys[1] != "ml.class" {
		t.Errorf("a map's key is %q", keys)
	}
}

func listed(found []Inside) string {
	var texts []string
	for _, in := range found {
		text := in.Path + " " + in.Kind
		if in.Integer {
			text += " integer"
		}
		if in.Quoted {
			text += " quoted"
		}
		texts = append(texts, fmt.Sprint(text, " ", in.Samples))
	}
	return strings.Join(texts, ", ")
}

func TestWhatIsInsideAColumnHasBounds(t *testing.T) {
	keys := ""
	for i := range 3 * mostPaths {
		keys += fmt.Sprintf(`"k%d": 1, `, i)
	}
	if got := FindInside("c", "JSON", []any{"{" + keys + `"deep": {"a": {"b": {"c": {"d": 1}}}}}`}); len(got) != mostPaths {
		t.Errorf("%d paths, want %d", len(got), mostPaths)
	}
	if got := FindInside("c", "JSON", []any{`{"a": {"b": {"c": {"d": 1, "e": {"f": 2}}}}}`}); len(got) != 1 || got[0].Path != "c.a.b.c.d" {
		t.Errorf("deeper than %d: %v", deepestPath, got)
	}
}
