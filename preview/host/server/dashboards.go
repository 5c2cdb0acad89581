package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/preview/host/provisioning"
)

func dashboardURL(d provisioning.Dashboard) string { return "/d/" + d.UID + "/" + d.Slug }

// search answers GET /api/search for dashboards; what else Grafana finds (folders, starred) is not there.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	found := []any{}
	asked := r.URL.Query()
	if kind := asked.Get("type"); kind != "" && kind != "dash-db" {
		reply(w, http.StatusOK, found)
		return
	}
	limit, err := strconv.Atoi(asked.Get("limit"))
	if err != nil || limit <= 0 {
		limit = 1000
	}
	all, _ := provisioning.Dashboards(s.providers)
	for i, d := range all {
		if len(found) < limit && matches(d, asked) {
			found = append(found, map[string]any{"id": i + 1, "uid": d.UID, "title": d.Title, "uri": "db/" + d.Slug, "url": dashboardURL(d),
				"slug": "", "type": "dash-db", "tags": d.Tags, "isStarred": false, "folderTitle": d.Folder, "sortMeta": 0})
		}
	}
	reply(w, http.StatusOK, found)
}

// matches tells whether a dashboard has what a search asks for: a part of its title, all of the tags, one of the uids.
func matches(d provisioning.Dashboard, asked url.Values) bool {
	for _, tag := range asked["tag"] {
		if !slices.Contains(d.Tags, tag) {
			return false
		}
	}
	if uids := asked["dashboardUIDs"]; len(uids) > 0 && !slices.Contains(uids, d.UID) {
		return false
	}
	return strings.Contains(strings.ToLower(d.Title), strings.ToLower(asked.Get("query")))
}

// dashboard answers GET /api/dashboards/uid/:uid with the file's own JSON.
func (s *Server) dashboard(w http.ResponseWriter, r *http.Request) {
	uid := r.PathValue("uid")
	all, _ := provisioning.Dashboards(s.providers)
	for _, d := range all {
		if d.UID == uid {
			reply(w, http.StatusOK, map[string]any{
				"dashboard": d.JSON,
				"meta": map[string]any{"type": "db", "slug": d.Slug, "url": dashboardURL(d), "folderTitle": d.Folder, "provisioned": true,
					"canSave": false, "canEdit": false, "canAdmin": false, "canStar": false, "canDelete": false},
			})
			return
		}
	}
	fail(w, http.StatusNotFound, "Dashboard not found", fmt.Errorf("there is none with the uid %q", uid))
}
