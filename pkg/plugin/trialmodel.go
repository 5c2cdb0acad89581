package plugin

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
)

// What the settings page asks of a model that is being set up: how many rows it has in each window, and whether its settings fit its log.

// timelineInfo is how many rows a log has in each window, in the model's zone. Instants are Unix milliseconds.
type timelineInfo struct {
	Window   string       `json:"window"` // how long the windows are: "1d"
	Timezone string       `json:"timezone"`
	Rows     float64      `json:"rows"`
	Outside  float64      `json:"outside,omitempty"` // rows that the windows leave out: a few, far from all others
	Windows  []windowInfo `json:"windows"`           // without gaps, oldest first; none where the log has no time
}

type windowInfo struct {
	From int64   `json:"from"`
	To   int64   `json:"to"`
	Rows float64 `json:"rows"`
}

func countByWindow(ctx context.Context, d *Datasource, t *trial) (any, error) {
	m, err := t.only()
	if err != nil {
		return nil, err
	}
	counted, err := d.analysis.Timeline(ctx, m.Name)
	if err != nil {
		return nil, err
	}
	info := timelineInfo{Window: counted.Spec.String(), Timezone: counted.Zone.String(), Rows: counted.Rows, Outside: counted.Outside, Windows: []windowInfo{}}
	for i, w := range counted.Windows {
		info.Windows = append(info.Windows, windowInfo{From: w.From.UnixMilli(), To: w.To.UnixMilli(), Rows: counted.Counts[i]})
	}
	return info, nil
}

// checkInfo is what a model's settings come to.
type checkInfo struct {
	Found      string             `json:"found"`
	Rows       float64            `json:"rows"`
	From       string             `json:"from,omitempty"` // RFC 3339
	To         string             `json:"to,omitempty"`
	References []comparedInfo     `json:"references"`
	Problems   []analysis.Finding `json:"problems"`
	Notices    []analysis.Finding `json:"notices"`
}

// comparedInfo is a reference that the log itself holds.
type comparedInfo struct {
	Text    string `json:"text"`
	Windows int    `json:"windows"`
	Filled  int    `json:"filled"` // of them, those that have rows
}

func checkModel(ctx context.Context, d *Datasource, t *trial) (any, error) {
	m, err := t.only()
	if err != nil {
		return nil, err
	}
	info := checkInfo{References: []comparedInfo{}, Problems: senselessSteps(m), Notices: []analysis.Finding{}}
	unread := make([]string, len(t.unread))
	for i, p := range t.unread {
		unread[i] = strings.TrimPrefix(p.Field, "models[0].") + ": " + p.Message
	}
	for _, text := range few(unread, noSettings) { // no step of the page shows them
		info.Notices = append(info.Notices, analysis.Finding{Warning: true, Text: text})
	}
	if len(info.Problems) > 0 {
		return info, nil
	}
	check, err := d.checkLog(ctx, m)
	var failed *analysis.StoreError
	switch {
	case errors.As(err, &failed): // its columns are known and its names right, or its files are not there
		info.Problems = append(info.Problems, analysis.Finding{Step: stepOf(failed), Text: reason(err)})
		return info, nil
	case err != nil:
		return nil, err
	}
	info.Found, info.Rows = check.Found, check.Extent.Rows
	if check.Extent.Timed {
		info.From, info.To = check.Extent.From.Format(time.RFC3339), check.Extent.To.Format(time.RFC3339)
	}
	for _, c := range check.References {
		info.References = append(info.References, comparedInfo{c.Text, c.Windows, c.Filled})
	}
	info.Problems, info.Notices = append(info.Problems, check.Problems...), append(info.Notices, check.Notices...)
	return info, nil
}

// senselessSteps are the mistakes in a model's settings that show without looking at any data, each with the step in which it is mended.
func senselessSteps(m *model.Model) []analysis.Finding {
	found := []analysis.Finding{}
	for _, p := range m.Problems() {
		field := strings.TrimPrefix(p.Field, "model.")
		step := analysis.StepColumns
		switch name, _, _ := strings.Cut(field, "."); {
		case name == "source", name == "name":
			step = analysis.StepLog
		case strings.HasPrefix(name, "reference"), strings.HasPrefix(name, "exclude"), name == "window", name == "timezone":
			step = analysis.StepReference
		}
		found = append(found, analysis.Finding{Step: step, Text: field + ": " + p.Message})
	}
	return found
}

// stepOf is where an error of the store is mended: most are of the files; one about time is of the columns.
func stepOf(failed *analysis.StoreError) analysis.Step {
	if strings.HasPrefix(failed.Err.Error(), "time: ") {
		return analysis.StepColumns
	}
	return analysis.StepLog
}
