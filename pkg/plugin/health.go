package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/shorten"
)

const (
	// Grafana shows the message as a title: of many models a few are named there.
	mostNamed     = 5
	longestLine   = 300 // of one of several models
	longestReport = 1000
	// what becomes of more names than are told of
	noSettings = "are no settings either"
)

// report is what a health check says of a model, or of the services.
type report struct {
	Model    string   `json:"model,omitempty"` // as the settings have it, which may be nothing
	OK       bool     `json:"ok"`
	Found    string   `json:"found,omitempty"`
	Problems []string `json:"problems,omitempty"`
	Warnings []string `json:"warnings,omitempty"` // what should not be left as it is
	Notices  []string `json:"notices,omitempty"`

	called   string // in messages
	services bool   // of the services rather than of a model
}

// line is a report in one line: what was found with all remarks, or what is wrong.
func (r *report) line() string {
	said := append([]string{r.Found}, slices.Concat(r.Warnings, r.Notices)...)
	if !r.OK {
		said = r.Problems
	}
	return r.called + ": " + strings.TrimSuffix(shorten.Line(inARow(said)), ".")
}

// summary is what Grafana shows as the title of its message, in which there are no lines: of several models only what is wrong is said, and of which there are
// warnings. Whoever wants all of it finds it in the details, a line each; the settings page shows them.
func summary(reports []report) string {
	if len(reports) == 1 {
		return shorten.To(longestReport, reports[0].line())
	}
	var broken, warned []string
	for i := range reports {
		switch one := &reports[i]; {
		case !one.OK:
			broken = append(broken, shorten.To(longestLine, one.line()))
		case len(one.Warnings) > 0:
			warned = append(warned, one.called)
		}
	}
	said := few(broken, "cannot be read")
	switch readable := len(reports) - len(broken); {
	case len(broken) == 0:
		said = append(said, countedReports(reports)+" can be read")
	case readable > 0:
		said = append(said, fmt.Sprintf("The other %d can be read", readable))
	}
	if len(warned) > 0 {
		said = append(said, "There are warnings about "+shorten.Names(mostNamed, warned))
	}
	return strings.Join(said, ". ")
}

// few are the first of some remarks, and what becomes of the others.
func few(remarks []string, others string) []string {
	if more := len(remarks) - mostNamed; more > 0 {
		return append(slices.Clone(remarks[:mostNamed]), fmt.Sprintf("%d more %s", more, others))
	}
	return remarks
}

// countedReports is "3 models", "2 models and the services".
func countedReports(reports []report) string {
	models := 0
	for _, one := range reports {
		if !one.services {
			models++
		}
	}
	said := analysis.Counted(float64(models), "model", "models")
	if models < len(reports) {
		said += " and the services"
	}
	return said
}

// CheckHealth says for each model, and for the services, what was found, or what is wrong and how to mend it. One broken model makes the data source
// unhealthy; the message still tells of the others.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if who := (caller{role: roleOf(req.PluginContext.User)}); !who.trusted() {
		return d.healthForViewers(ctx)
	}
	if d.problem != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: d.problem.Error()}, nil
	}
	if len(d.settings.Models) == 0 && d.settings.Service == nil {
		return d.withoutModels(ctx)
	}
	details := struct {
		Models  []report `json:"models"`
		Service *report  `json:"service,omitempty"`
		// Store are names of settings of the store, and beside it, that are none.
		Store   []string `json:"store,omitempty"`
		Verbose string   `json:"verboseMessage"` // Grafana shows it where something is wrong
	}{Models: []report{}}
	for i := range d.settings.Models {
		details.Models = append(details.Models, d.reportOf(ctx, i))
	}
	all := details.Models
	if d.settings.Service != nil {
		one := d.reportOfService(ctx)
		details.Service = &one
		all = append(slices.Clone(all), one)
	}
	status := backend.HealthStatusOk
	var lines []string
	for i := range all {
		if lines = append(lines, all[i].line()); !all[i].OK {
			status = backend.HealthStatusError
		}
	}
	details.Store = d.unreadBesideModels()
	details.Verbose = strings.Join(append(lines, details.Store...), "\n")
	raw, err := json.Marshal(details)
	if err != nil {
		return nil, err
	}
	message := strings.Join(append([]string{summary(all)}, details.Store...), ". ")
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: raw}, nil
}

func (d *Datasource) reportOf(ctx context.Context, place int) report {
	name := d.settings.Models[place].Name
	one := d.look(fmt.Sprintf("models[%d].", place), func() (*analysis.Check, error) { return d.checkLog(ctx, &d.settings.Models[place]) })
	one.Model, one.called = name, shorten.Name(name)
	if strings.TrimSpace(name) == "" {
		one.called = fmt.Sprintf("model %d", place+1)
	}
	for i, text := range one.Problems {
		one.Problems[i] = strings.TrimPrefix(text, fmt.Sprintf("model %q: ", name))
	}
	return one
}

func (d *Datasource) reportOfService(ctx context.Context) report {
	one := d.look("service.", func() (*analysis.Check, error) { return d.analysis.CheckService(ctx) })
	one.called, one.services = "services", true
	return one
}

// look checks the settings whose names begin with a prefix, by themselves and then, where they make sense, against what they name.
func (d *Datasource) look(prefix string, check func() (*analysis.Check, error)) report {
	one := report{Problems: within(prefix, d.settings.Problems())}
	if len(one.Problems) == 0 {
		if found, err := check(); err != nil {
			one.Problems = []string{reason(err)}
		} else {
			one.Found, one.Problems = found.Found, analysis.Texts(found.Problems)
			for _, notice := range found.Notices {
				if notice.Warning {
					one.Warnings = append(one.Warnings, notice.Text)
				} else {
					one.Notices = append(one.Notices, notice.Text)
				}
			}
		}
	}
	one.Warnings = append(few(within(prefix, d.unread), noSettings), one.Warnings...)
	one.OK = len(one.Problems) == 0
	return one
}

// inARow writes remarks one after another: some are sentences, with a capital and a full stop, and some are not.
func inARow(remarks []string) string {
	var all strings.Builder
	for i, text := range remarks {
		first, _ := utf8.DecodeRuneInString(text)
		switch {
		case i == 0:
		case strings.HasSuffix(remarks[i-1], "."):
			all.WriteString(" ")
		case unicode.IsUpper(first):
			all.WriteString(". ")
		default:
			all.WriteString("; ")
		}
		all.WriteString(text)
	}
	return all.String()
}

// within are the problems of a part of the settings, by the names that they have there.
func within(prefix string, problems []model.Problem) []string {
	var found []string
	for _, p := range problems {
		if field, of := strings.CutPrefix(p.Field, prefix); of {
			found = append(found, field+": "+p.Message)
		}
	}
	return found
}

// unreadBesideModels are names of settings that are none, and that no model and no services are told of.
func (d *Datasource) unreadBesideModels() (said []string) {
	for _, p := range d.unread {
		if !strings.HasPrefix(p.Field, "models[") && !strings.HasPrefix(p.Field, "service.") {
			said = append(said, p.Error())
		}
	}
	return few(said, noSettings)
}

// withoutModels says whether a folder can be read, or a server answers, where there is no model yet: it may have been lost by a name that is no setting.
func (d *Datasource) withoutModels(ctx context.Context) (*backend.CheckHealthResult, error) {
	said := "The folder can be read. No model is set up yet: choose a log in step 2, and its columns' roles are guessed."
	if d.root == "" {
		found, err := d.store.(onServer).Ping(ctx)
		if err != nil {
			return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: err.Error()}, nil
		}
		said = found + " answers. No model is set up yet: choose its log in step 2, and its columns' roles are guessed."
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: strings.Join(append([]string{said}, d.unreadBesideModels()...), " ")}, nil
}

// healthForViewers says whether the data source works, and nothing of paths and columns.
func (d *Datasource) healthForViewers(ctx context.Context) (*backend.CheckHealthResult, error) {
	if d.problem != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: "This data source is not set up rightly; an administrator sees why."}, nil
	}
	broken := []string{}
	for i := range d.settings.Models {
		if one := d.reportOf(ctx, i); !one.OK {
			broken = append(broken, one.called)
		}
	}
	switch {
	case len(broken) > 0:
		return &backend.CheckHealthResult{Status: backend.HealthStatusError,
			Message: "Not all models can be read (" + shorten.Names(mostNamed, broken) + "); an administrator sees why."}, nil
	case d.settings.Service != nil && !d.reportOfService(ctx).OK:
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: "The spans of services cannot be read; an administrator sees why."}, nil
	}
	readable := analysis.Counted(float64(len(d.settings.Models)), "model", "models")
	if len(d.settings.Models) == 0 && d.settings.Service != nil {
		readable = "The spans of services"
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: readable + " can be read."}, nil
}

// reason is an error with what the store said of it: a health check is asked by those who may see it.
func reason(err error) string {
	var failed *analysis.StoreError
	if errors.As(err, &failed) {
		return failed.Doing + ": " + failed.Err.Error()
	}
	return err.Error()
}
