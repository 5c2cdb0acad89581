package plugin

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
)

// annotation is one mark on a time axis, as Grafana reads it; an instant begins and ends at the same time.
type annotation struct {
	from, to    time.Time
	title, text string
	tags        []string
}

// episodesFrames are what happened to a model, as annotations: runs of drifted windows, periods left out of references, versions, new references.
func episodesFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	e, err := a.Episodes(ctx, request)
	if err != nil {
		return nil, err
	}
	var notes []annotation
	for _, episode := range e.Episodes {
		notes = append(notes, noteOfEpisode(e, episode))
	}
	for _, x := range e.Excluded {
		notes = append(notes, annotation{x.From, x.To, "Left out of references", x.Why, []string{query.ExcludedKind, e.Model.Name}})
	}
	for _, v := range e.Versions {
		text := fmt.Sprintf("First seen in the window that began at %s: %s of its rows.", clock(e.Model, v.From), percent(v.Share))
		notes = append(notes, annotation{v.From, v.From, v.Version, text, []string{query.VersionKind, e.Model.Name}})
	}
	for _, c := range e.References {
		text := strings.TrimSpace(c.Words + ". " + c.Why)
		notes = append(notes, annotation{c.At, c.At, "Another reference from here on", text, []string{query.ReferenceKind, e.Model.Name}})
	}
	n := len(notes)
	frame := data.NewFrame("episodes",
		fieldOf("time", n, func(i int) time.Time { return notes[i].from }),
		fieldOf("timeEnd", n, func(i int) time.Time { return notes[i].to }),
		fieldOf("title", n, func(i int) string { return notes[i].title }),
		fieldOf("text", n, func(i int) string { return notes[i].text }),
		fieldOf("tags", n, func(i int) string { return strings.Join(notes[i].tags, ",") }))
	return describeFrames(data.Frames{frame}, e.Answer, who), nil
}

// namedFeatures bounds the features that an annotation lists; it says how many more there are.
const namedFeatures = 12

// noteOfEpisode words an episode. One of the model lists its features, the worst first; their names are no tags, of which there would be too many to read.
func noteOfEpisode(e *analysis.Episodes, episode analysis.Episode) annotation {
	where, tags := "", []string{query.DriftKind, e.Model.Name}
	for i, name := range e.GroupBy {
		where += fmt.Sprintf(", %s = %s", name, episode.Segment[i])
	}
	verb := "drifted"
	if episode.Running {
		verb = "has been drifting"
	}
	worst := episode.Features[0].Worst
	note := annotation{from: episode.From, to: episode.To, title: worst.Feature + " " + verb}
	if e.Merged {
		if n := len(episode.Features); n > 1 {
			if verb == "has been drifting" {
				verb = "have been drifting"
			}
			note.title = fmt.Sprintf("%d of %d features %s", n, e.Watched, verb)
		}
		parts := make([]string, 0, namedFeatures+1)
		for i, f := range episode.Features {
			if i == namedFeatures {
				parts = append(parts, fmt.Sprintf("and %d more", len(episode.Features)-i))
				break
			}
			parts = append(parts, fmt.Sprintf("%s (%s, severity %.3g)", f.Worst.Feature, f.Worst.Verdict.Cause, f.Worst.Verdict.Severity))
		}
		note.text = fmt.Sprintf("%s of %s%s: %s.", plural(episode.Windows, "window"), e.Model.Name, where, strings.Join(parts, ", "))
	} else {
		v := worst.Verdict
		measured, size := "effect", v.Effect
		if math.IsNaN(size) { // another library's p-value
			measured, size = "p", v.P
		}
		note.text = fmt.Sprintf("%s of %s%s. At its worst: severity %.3g, %s %s against a threshold of %s (%s).",
			plural(episode.Windows, "window"), e.Model.Name, where, v.Severity, measured, short(size), short(v.Threshold), v.Cause)
		tags = append(tags, worst.Feature)
	}
	if episode.Running {
		note.text += " It is open: no window without drift has followed."
	}
	var causes []string
	for _, f := range episode.Features {
		if cause := f.Worst.Verdict.Cause; !slices.Contains(causes, cause) {
			causes = append(causes, cause)
		}
	}
	slices.Sort(causes)
	note.tags = slices.Concat(tags, causes, episode.Segment)
	return note
}

// clock writes an instant by the model's own clock.
func clock(m *model.Model, t time.Time) string {
	return t.In(zoneNamed(m.Timezone)).Format("2006-01-02 15:04")
}

func percent(share float64) string { return fmt.Sprintf("%.3g %%", 100*share) }
