package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
)

// dashboards are the folder of the dashboards that come with Tideline, seen from the repository's root.
const dashboards = "provisioning/dashboards"

// panel is what one panel of a dashboard asks: Grafana sends it as one request, beside those of all other panels.
type panel struct {
	title   string
	queries []backend.DataQuery
}

// panelsOf reads the panels of a provisioned dashboard that ask Tideline, with values for its variables, and what its annotations ask. The dashboard shows
// the time up to now, so a panel with a time of its own (timeFrom) asks for that much of the end.
func panelsOf(root, name string, variables map[string]string, between backend.TimeRange) ([]panel, error) {
	text, err := os.ReadFile(filepath.Join(root, dashboards, name+".json"))
	if err != nil {
		return nil, err
	}
	type row struct {
		Title    string            `json:"title"`
		TimeFrom string            `json:"timeFrom"`
		Targets  []json.RawMessage `json:"targets"`
		Panels   []json.RawMessage `json:"panels"`
	}
	var file struct {
		Panels      []json.RawMessage `json:"panels"`
		Annotations struct {
			List []struct {
				Target json.RawMessage `json:"target"`
			} `json:"list"`
		} `json:"annotations"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("dashboard %s: %w", name, err)
	}
	var filled []string
	for variable, value := range variables {
		filled = append(filled, "$"+variable, value)
	}
	fill := strings.NewReplacer(filled...)
	var panels []panel
	add := func(title, timeFrom string, targets ...json.RawMessage) error {
		p, asked := panel{title: title}, between
		if timeFrom != "" {
			length, err := gtime.ParseDuration(timeFrom)
			if err != nil {
				return fmt.Errorf("dashboard %s, panel %q: %w", name, title, err)
			}
			asked.From = asked.To.Add(-length)
		}
		for _, target := range targets {
			var head struct {
				RefID      string `json:"refId"`
				QueryType  string `json:"queryType"`
				Datasource struct {
					Type string `json:"type"`
				} `json:"datasource"`
			}
			if err := json.Unmarshal(target, &head); err != nil {
				return fmt.Errorf("dashboard %s, panel %q: %w", name, title, err)
			}
			if head.Datasource.Type != "tideline-drift-datasource" {
				continue
			}
			p.queries = append(p.queries, backend.DataQuery{RefID: head.RefID, JSON: []byte(fill.Replace(string(target))), TimeRange: asked})
		}
		if len(p.queries) > 0 {
			panels = append(panels, p)
		}
		return nil
	}
	var walk func(list []json.RawMessage) error
	walk = func(list []json.RawMessage) error {
		for _, raw := range list {
			var r row
			if err := json.Unmarshal(raw, &r); err != nil {
				return fmt.Errorf("dashboard %s: %w", name, err)
			}
			if err := add(r.Title, r.TimeFrom, r.Targets...); err != nil {
				return err
			}
			if err := walk(r.Panels); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(file.Panels); err != nil {
		return nil, err
	}
	for _, a := range file.Annotations.List {
		if len(a.Target) > 0 {
			if err := add("annotations", "", a.Target); err != nil {
				return nil, err
			}
		}
	}
	return panels, nil
}
