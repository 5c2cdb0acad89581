package model

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestUnread(t *testing.T) {
	for settings, want := range map[string][]string{
		`{"store": {"engine": "duckdb"}, "models": [` + complete + `], "oauthPassThru": true}`:                          nil,
		`{"models": [{"name": "a", "labels": {"any": "thing"}, "thresholds": {"x": 0.1, "y": {"psi": 0.2}}}]}`:          nil,
		`{"service": {"error": {"expression": "1"}, "duration": "d", "exceptions": {"type": "t", "trace": "x"}}}`:       {"service.exceptions.trace"},
		`{"store": {"engine": "postgres", "host": "db", "tls": {"mod": "disable"}}}`:                                    {"store.host", "store.tls.mod"},
		`{"models": [{"name": "a"}, {"name": "b", "thresold": {}, "features": [{"name": "x", "binning": {"n": 1}}]}]}`:  {"models[1].features[0].binning.n", "models[1].thresold"},
		`{"models": [{"reference": {"form": "2026-01-01"}}, {"reference": [{"mode": "previous"}, {"mod": "season"}]}]}`: {"models[0].reference.form", "models[1].reference[1].mod"},
		`{"models": [{"service": {"expression": "1", "x": 2}}], "service": {"kind": {"colum": "k"}}}`:                   {"models[0].service", "service.kind.colum"},
		`{"store": {"": 1, "a\nservices: fine": 2, "größe": 3}}`:                                                        {"store.(empty)", `store."a\nservices: fine"`, `store."größe"`},
		`{"models": [{"` + strings.Repeat("k", 5000) + `": 1}]}`:                                                        {`models[0]."` + strings.Repeat("k", 60) + `…"`},
		`{"modles": [], "stroe": {"x": 1}, "services": {}, "Models": [], "timeout": 5, "httpHeaderName1": "a", "": 1}`:  {"modles", "services", "stroe"},
		`{"models": 7, "store": "x", "service": null}`:                                                                  nil,
		`7`: nil,
	} {
		var got []string
		for _, p := range Unread(json.RawMessage(settings)) {
			got = append(got, p.Field)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", settings, got, want)
		}
	}
}
