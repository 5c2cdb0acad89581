package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
)

// CheckHealth says for each model what was found, or what is wrong and how to mend it. One broken model makes the data source unhealthy; the message
// still tells of the others.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if who := (caller{role: roleOf(req.PluginContext.User)}); !who.trusted() {
		return d.healthForViewers(ctx)
	}
	if d.problem != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: d.problem.Error()}, nil
	}
	if len(d.settings.Models) == 0 {
		if d.root == "" {
			return d.serverHealth(ctx)
		}
		return &backend.CheckHealthResult{Status: backend.HealthStatusOk,
			Message: "The folder can be read. No model is set up yet: choose a log in step 2, and its columns' roles are guessed."}, nil
	}
	type report struct {
		Model    string   `json:"model"`
		OK       bool     `json:"ok"`
		Found    string   `json:"found,omitempty"`
		Problems []string `json:"problems,omitempty"`
		Notices  []string `json:"notices,omitempty"`
	}
	var reports []report
	var lines []string
	status := backend.HealthStatusOk
	for i := range d.settings.Models {
		name := d.settings.Models[i].Name
		one := report{Model: name, Problems: d.senseless(i)}
		if len(one.Problems) == 0 {
			if check, err := d.analysis.Check(ctx, name); err != nil {
				one.Problems = []string{strings.TrimPrefix(reason(err), fmt.Sprintf("model %q: ", name))}
			} else {
				one.Found, one.Problems, one.Notices = check.Found, analysis.Texts(check.Problems), analysis.Texts(check.Notices)
			}
		}
		one.OK = len(one.Problems) == 0
		if one.OK {
			lines = append(lines, fmt.Sprintf("%s: %s", name, strings.Join(append([]string{one.Found}, one.Notices...), "; ")))
		} else {
			status = backend.HealthStatusError
			lines = append(lines, fmt.Sprintf("%s: %s", name, strings.Join(one.Problems, "; ")))
		}
		reports = append(reports, one)
	}
	details, err := json.Marshal(map[string]any{"models": reports, "verboseMessage": strings.Join(lines, "\n")})
	if err != nil {
		return nil, err
	}
	return &backend.CheckHealthResult{Status: status, Message: strings.Join(lines, ". "), JSONDetails: details}, nil
}

// serverHealth says whether a server answers, where there is no model yet.
func (d *Datasource) serverHealth(ctx context.Context) (*backend.CheckHealthResult, error) {
	found, err := d.store.(onServer).Ping(ctx)
	if err != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: err.Error()}, nil
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk,
		Message: found + " answers. No model is set up yet: choose a table in step 2, and its columns' roles are guessed."}, nil
}

// senseless are the mistakes in a model's settings that show without looking at any data.
func (d *Datasource) senseless(model int) []string {
	prefix := fmt.Sprintf("models[%d].", model)
	var found []string
	for _, p := range d.settings.Problems() {
		if field, of := strings.CutPrefix(p.Field, prefix); of {
			found = append(found, field+": "+p.Message)
		}
	}
	return found
}

// healthForViewers says whether the data source works, and nothing of paths and columns.
func (d *Datasource) healthForViewers(ctx context.Context) (*backend.CheckHealthResult, error) {
	broken := []string{}
	for i := range d.settings.Models {
		name := d.settings.Models[i].Name
		if d.problem != nil {
			break
		}
		if len(d.senseless(i)) > 0 {
			broken = append(broken, name)
		} else if check, err := d.analysis.Check(ctx, name); err != nil || len(check.Problems) > 0 {
			broken = append(broken, name)
		}
	}
	switch {
	case d.problem != nil:
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: "This data source is not set up rightly; an administrator sees why."}, nil
	case len(broken) > 0:
		return &backend.CheckHealthResult{Status: backend.HealthStatusError,
			Message: "Not all models can be read (" + strings.Join(broken, ", ") + "); an administrator sees why."}, nil
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: analysis.Counted(float64(len(d.settings.Models)), "model", "models") + " can be read."}, nil
}

// reason is an error with what the store said of it: a health check is asked by those who may see it.
func reason(err error) string {
	var failed *analysis.StoreError
	if errors.As(err, &failed) {
		return failed.Doing + ": " + failed.Err.Error()
	}
	return err.Error()
}
