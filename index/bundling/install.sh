#!/bin/sh
# Sets the program up on a machine without a network, from what stands beside this file.
# PYTHON=… names another Python 3.11; RAG_CACHE=… another folder for the model.
set -eu
cd "$(dirname "$0")"

echo "正在核对文件……"
if ! sha256sum --quiet --check SHA256SUMS; then
  echo "有文件缺失或损坏（见上面列出的名字），没有安装。请重新复制整个包。" >&2
  exit 1
fi

# wheels/ is there, so make takes every package from it and asks no index
make setup

cache=$(.venv/bin/python -c 'from index.settings import Settings; print(Settings.from_environment().cache)')
mkdir -p "$cache"
for model in model/*; do
  name=$(basename "$model")
  if [ ! -e "$cache/$name" ]; then
    # beside its place first, then renamed: never half a model
    rm -rf "$cache/.$name.new"
    cp -R "$model" "$cache/.$name.new"
    mv "$cache/.$name.new" "$cache/$name"
  fi
done
make model

echo "已装好。运行 make chat 打开对话页面，make test 运行全部测试。"
