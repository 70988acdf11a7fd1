"""All portals of the farm."""

from collections.abc import Mapping

from farm import hanweb, homemade, interfaces, small_systems, strangers, trs, vendors
from farm.shape import Shape

PORTALS: Mapping[str, type[Shape]] = {
    "trs-call": trs.TrsCall,
    "trs-holder": trs.TrsHolder,
    "trs-settings": trs.TrsSettings,
    "trs-variables": trs.TrsVariables,
    "jcms-islands": hanweb.Islands,
    "jcms-islands-by-page": hanweb.IslandsByPage,
    "jpaas-units": hanweb.Units,
    "jpaas-shells": hanweb.UnitShells,
    "vsb-reverse": vendors.Reverse,
    "lonsun-labels": vendors.Labels,
    "ucap-comment": vendors.Commented,
    "ucap-channels": vendors.Channels,
    "guangdong-posts": vendors.Posts,
    "gkmlpt": interfaces.Catalogue,
    "jiangxi-queries": interfaces.Queries,
    "jiangxi-preloaded": interfaces.Preloaded,
    "fujian-search": interfaces.Fujian,
    "epoint-templates": interfaces.Templates,
    "yunnan-encoded": interfaces.Encoded,
    "more-button": interfaces.MoreButton,
    "empire": small_systems.Empire,
    "dede": small_systems.Dede,
    "ilist-jsp": small_systems.JspList,
    "aspnet-postback": small_systems.Postback,
    "years": homemade.Years,
    "cells": homemade.Cells,
    "cards": homemade.Cards,
    "two-columns": homemade.TwoColumns,
    "undated": homemade.Undated,
    "table-rows": strangers.TableRows,
    "register": strangers.Register,
    "laypage": strangers.LayPage,
    "month-days": strangers.MonthDays,
    "opened": strangers.Opened,
    "posted-json": strangers.Posted,
    "written-data": strangers.Written,
    "framed": strangers.Framed,
}
