"""A small invented corpus whose right answers are known by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

COUNCIL = """---
title: 江岚县政协全会发言（虚构）
newspaper: 江岚报
date: 2023-05-06
page: 2
---

# 江岚县政协全会发言（虚构）

## 康雨石 县政协委员、望川镇卫生院院长

### 把村卫生室办到家门口

全县还有31个村没有卫生室，看病要走十里路。

为此，建议：

一是三年内补齐村卫生室。每个卫生室补助6万元，由县财政承担。

二是给村医发养老补贴，每人每月260元。

三是开通远程会诊，县医院的医生每周坐诊两次。

## 庄可为 县政协常委、江岚农商银行行长

### 让贷款找得到种粮人

种粮大户贷款难，难在没有抵押。

为此，建议：

一是推出“粮权贷”，用订单作抵押，额度不超过50万元。

二是降低担保费率，由1.5%降到0.8%。

三是银行在望川镇试点“移动柜台”，每月下乡四次。

## 江岚县妇联

### 关心留守儿童

全县留守儿童有2700人，周末没有去处。

为此，建议：

一是在每个乡镇建一所“周末学堂”，由志愿者辅导功课。

二是开通亲情电话，费用由县妇联承担。

## 江岚县工商联

### 扶一把小店

街边小店关了两成，主要是租金太高。

为此，建议：

一是国有门面减租三个月。

二是开办“夜市一条街”，先在东门试点。
"""

MEETING = """---
title: 江岚县乡村振兴座谈会记录（虚构）
date: 2024-09-10
---

# 江岚县乡村振兴座谈会记录（虚构）

康雨石（县人大代表、望川镇红岭村村支书）：

红岭村的路窄，校车开不进来。

建议把进村的路加宽到4.5米，方便校车和救护车通行。

建议志愿者每周给独居老人送一次药。

麦青禾（县人大代表、绿野农机合作社理事长）：

合作社有收割机18台，会修的师傅只有两个。

建议县里办农机维修培训班，每年培训80人。

建议扩大“粮权贷”的范围，把农机也算作抵押。

我反对把烘干塔都建到县城，应当建在田边。
"""


@pytest.fixture(scope="session")
def county_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the two documents."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "council.md").write_text(COUNCIL, encoding="utf-8")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def county(assistant_over: Callable[..., Assistant], county_files: Path) -> Assistant:
    """An assistant over two invented documents: one name in two roles, two bodies, a bank, figures and a protest."""
    return assistant_over([county_files])
