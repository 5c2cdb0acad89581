package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
	"github.com/tideline-ml/tideline/pkg/window"
)

// QueryData answers the queries of a dashboard, of Explore or of an alert rule.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	if d.problem == nil {
		ctx = telemetry.For(ctx, d.account)
		for range req.Queries {
			defer d.gathered.Asking()()
		}
		response := answerQueries(ctx, d.analysis, req)
		if errors.Is(ctx.Err(), context.Canceled) { // nobody waits for it any more; that is not a failure, and no line in the log as one
			return nil, ctx.Err()
		}
		if d.root != "" {
			response = withoutFolder(response, d.root)
		}
		return response, nil
	}
	response := backend.NewQueryDataResponse()
	who := callerOf(req)
	for _, q := range req.Queries {
		response.Responses[q.RefID] = backend.DataResponse{Error: d.problemFor(who), Status: backend.StatusBadRequest, ErrorSource: backend.ErrorSourceDownstream}
	}
	return response, nil
}

// withoutFolder takes the store's folder out of the statements that are shown. They are easier to read so, and a snapshot of a dashboard keeps what its
// author saw: it tells nobody where on the server the log lies.
func withoutFolder(response *backend.QueryDataResponse, root string) *backend.QueryDataResponse {
	folder := strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator)
	for _, answer := range response.Responses {
		for _, f := range answer.Frames {
			if f.Meta != nil {
				f.Meta.ExecutedQueryString = strings.ReplaceAll(f.Meta.ExecutedQueryString, folder, "")
			}
		}
	}
	return response
}

// caller is who asks, as far as it matters to an answer.
type caller struct {
	role  string // in the organisation: Viewer, Editor, Admin; "" for alert rules and public dashboards: nobody is signed in there
	alert bool
}

// callerOf says who sent a request. Grafana evaluates alert rules as an administrator, but what a rule says is read by viewers and sent by mail: it is
// told no more than they are.
func callerOf(req *backend.QueryDataRequest) caller {
	if req.GetHTTPHeader("FromAlert") == "true" || req.Headers["FromAlert"] == "true" {
		return caller{alert: true}
	}
	return caller{role: roleOf(req.PluginContext.User)}
}

// roleOf is a user's role in the organisation; "" for nobody.
func roleOf(user *backend.User) string {
	if user == nil {
		return ""
	}
	return user.Role
}

// trusted callers may see paths and statements.
func (c caller) trusted() bool { return c.role == "Editor" || c.role == "Admin" }

// answerQueries answers all queries of a request, side by side. One that fails, or even panics, leaves the others alone.
func answerQueries(ctx context.Context, a *analysis.Analysis, req *backend.QueryDataRequest) *backend.QueryDataResponse {
	who := callerOf(req)
	answers := make([]backend.DataResponse, len(req.Queries))
	var group sync.WaitGroup
	for i, q := range req.Queries {
		group.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					backend.Logger.FromContext(ctx).Error("a query panicked", "refId", q.RefID, "panic", p, "stack", string(debug.Stack()))
					answers[i] = backend.DataResponse{Error: errors.New("an internal error; the server's log has the details"),
						Status: backend.StatusInternal, ErrorSource: backend.ErrorSourcePlugin}
				}
			}()
			answers[i] = answerQuery(ctx, a, q, who)
		})
	}
	group.Wait()
	response := backend.NewQueryDataResponse()
	for i, q := range req.Queries {
		response.Responses[q.RefID] = answers[i]
	}
	return response
}

// answerQuery parses a query, has it answered, and makes frames of the answer.
func answerQuery(ctx context.Context, a *analysis.Analysis, q backend.DataQuery, who caller) backend.DataResponse {
	parsed, err := query.Parse(q.JSON)
	if err != nil {
		return failed(ctx, err, who)
	}
	if who.alert {
		if err := alertable(parsed); err != nil {
			return failed(ctx, err, who)
		}
	}
	request := analysis.Request{Query: parsed, Range: window.Interval{From: q.TimeRange.From, To: q.TimeRange.To}, Alert: who.alert, Role: who.role}
	frames, err := frameOf(ctx, a, request, who, q.JSON)
	if err != nil {
		return failed(ctx, err, who)
	}
	for _, f := range frames {
		f.RefID = q.RefID
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}

// alertable says what keeps an alert rule from reading an answer: it needs one number for each set of labels.
func alertable(q *query.Query) error {
	switch q.Type {
	case query.Drift, query.Summary, query.Service:
		if q.Format == query.Table {
			return &query.FieldError{Field: "format", Text: `an alert rule needs one number for each series; choose "numeric", or "timeseries" with a reduce`}
		}
	case query.Distribution, query.Models, query.Explain, query.Episodes:
		return &query.FieldError{Field: "queryType", Text: fmt.Sprintf(
			"an alert rule needs one number for each series, and %s is not one; ask for drift, summary or service in format \"numeric\"", q.Type)}
	}
	return nil
}

// framer makes frames of a query.
type framer func(context.Context, *analysis.Analysis, analysis.Request, caller) (data.Frames, error)

// framers make frames of each type of query.
var framers = map[string]framer{
	query.Drift:        driftFrames,
	query.Distribution: distributionFrames,
	query.Summary:      summaryFrames,
	query.Values:       valuesFrames,
	query.Rows:         rowsFrames,
	query.Models:       modelsFrames,
	query.Explain:      explainFrames,
	query.Episodes:     episodesFrames,
	query.Service:      serviceFrames,
}

func frameOf(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller, text json.RawMessage) (data.Frames, error) {
	if asksEveryModel(request.Query) {
		return everyModel(ctx, a, request, who, text)
	}
	framer, ok := framers[request.Query.Type]
	if !ok {
		return nil, fmt.Errorf("no frames are made of %s queries", request.Query.Type)
	}
	return accounted(ctx, a, request, who, text, framer)
}

// accounted makes the frames of a query of one model, and notes what that cost.
func accounted(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller, text json.RawMessage, make framer) (frames data.Frames, err error) {
	about := telemetry.About{Type: request.Query.Type, Text: string(text)}
	if slices.Contains(a.ModelNames(), request.Query.Model) { // a name that there is not would be a label for ever
		about.Model = request.Query.Model
	}
	ctx, account := telemetry.Begin(ctx, about)
	defer func() { account.End(ctx, err) }()
	return make(ctx, a, request, who)
}

// failed says what went wrong, in words that the caller may see.
func failed(ctx context.Context, err error, who caller) backend.DataResponse {
	response := backend.DataResponse{Error: err, Status: backend.StatusBadRequest, ErrorSource: backend.ErrorSourceDownstream}
	var refused *analysis.StoreError
	var forbidden *analysis.ForbiddenError
	switch {
	case errors.Is(err, context.DeadlineExceeded) && errors.As(err, &refused) && who.trusted():
		response.Status = backend.StatusTimeout // the store says more of it
	case errors.Is(err, context.DeadlineExceeded):
		response.Error, response.Status = errors.New("the query took too long; choose a shorter range or fewer features"), backend.StatusTimeout
	case errors.Is(err, context.Canceled):
		response.Error, response.Status = errors.New("the query was cancelled"), backend.Status(499)
	case errors.As(err, &forbidden):
		response.Status = backend.StatusForbidden
	case store.Unsupported(err): // what was asked is at fault, and its text names nothing that only some may see
	case errors.As(err, &refused):
		backend.Logger.FromContext(ctx).Error("the store failed", "doing", refused.Doing, "error", refused.Err)
		response.Status = backend.StatusBadGateway
		if !who.trusted() {
			response.Error = errors.New(refused.Doing + "; an editor or administrator sees why")
		}
	}
	return response
}

// describeFrames gives the frames of an answer what belongs to all of them: what was executed, what it cost, and remarks. Grafana's inspector lists the
// costs and the remarks of every frame, one below the other, so the first frame carries them all; a long statement, too, is told once.
func describeFrames(frames data.Frames, answer analysis.Answer, who caller) data.Frames {
	statement := strings.Join(answer.Stats.SQL, ";\n\n")
	switch {
	case statement == "":
		statement = "-- answered from the cache"
	case !who.trusted():
		statement = "-- only editors and administrators see the statement"
	}
	for i, f := range frames {
		if f.Meta == nil {
			f.Meta = &data.FrameMeta{}
		}
		if i == 0 || len(statement) <= 4000 {
			f.Meta.ExecutedQueryString = statement
		}
	}
	if len(frames) > 0 {
		frames[0].Meta.Stats = costOf(answer.Stats)
		frames[0].AppendNotices(shownNotices(answer.Notices, who)...)
	}
	return frames
}

// costOf is what an answer cost, as the inspector shows it. Its unit "locale" puts separators between thousands.
func costOf(stats analysis.Stats) []data.QueryStat {
	stat := func(name, unit string, value float64) data.QueryStat {
		return data.QueryStat{FieldConfig: data.FieldConfig{DisplayName: name, Unit: unit}, Value: value}
	}
	return []data.QueryStat{
		stat("Rows scanned", "locale", stats.RowsScanned),
		stat("Time in the store", "s", stats.Seconds),
		stat("Answers from the cache", "locale", float64(stats.Hits)),
		stat("Answers computed", "locale", float64(stats.Misses)),
	}
}

// shownNotices are remarks as the caller may read them. What differs only in a detail that is not shown is said once, as a warning if any of it is one.
func shownNotices(all []analysis.Notice, who caller) []data.Notice {
	shown := make([]data.Notice, 0, len(all))
	at := map[string]int{}
	for _, n := range all {
		notice := data.Notice{Severity: data.NoticeSeverityInfo, Text: n.Text}
		if n.Severe {
			notice.Severity = data.NoticeSeverityWarning
		}
		switch {
		case n.Detail != "" && who.trusted():
			notice.Text += " " + n.Detail
		case n.Detail != "":
			notice.Text += " An editor or administrator sees which part."
		}
		if i, ok := at[notice.Text]; ok {
			shown[i].Severity = max(shown[i].Severity, notice.Severity)
			continue
		}
		at[notice.Text] = len(shown)
		shown = append(shown, notice)
	}
	return shown
}
